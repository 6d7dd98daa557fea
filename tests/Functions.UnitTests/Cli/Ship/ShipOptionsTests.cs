using Longshore.Cli;
using Longshore.Cli.Ship;
using Microsoft.Extensions.Configuration;

namespace Longshore.UnitTests.Cli.Ship;

/// <summary>Options, and the settings that they become.</summary>
public sealed class ShipOptionsTests
{
    [Fact]
    public void Parse_DirectoryAnywhere_IsFound()
    {
        var options = Parse(["--bucket", "harbour", "/data/in", "--dry-run", "--json", "--min-age=PT5S"]);

        Assert.True(options is { IsDryRun: true, IsJson: true, Keeps: false });
        Assert.Equal([("S3:Bucket", "harbour"), ("Schedule:MinAge", "PT5S"), ("Volume:Root", "/data/in")], options.Given);
    }

    [Theory]
    [InlineData("'b' is a second directory; ship takes one", "a", "b")]
    [InlineData("'s3://y' is a second place", "s3://x", "s3://y")]
    [InlineData("'s3://y' is one word too many; ship takes one DIRECTORY", "a", "s3://x", "s3://y")]
    [InlineData("'--endpoint-url' is not known; did you mean --endpoint?", "a", "--endpoint-url", "http://x")]
    [InlineData("'--endpoint-url=http://x' is not known; did you mean --endpoint?", "a", "--endpoint-url=http://x")]
    [InlineData("'--transfers' is not known; did you mean --concurrency?", "a", "--transfers", "4")]
    [InlineData("'--profile' is not known; set the variable AWS_PROFILE=work.", "a", "--profile", "work")]
    [InlineData("'--profile' is not known; set the variable AWS_PROFILE=work.", "--profile=work", "a")]
    [InlineData("'--profile' is not known; set the variable AWS_PROFILE=NAME.", "a", "--profile")]
    [InlineData("'--conc' is not known; did you mean --concurrency?", "a", "--conc", "4")]
    [InlineData("--min-age holds '2', and 'm' is another word; write 2m.", "a", "--min-age", "2", "m")]
    [InlineData("'s3://x' comes before the directory", "s3://x", "a")]
    [InlineData("'S3://x/y' comes before the directory", "--keep", "S3://x/y", "--min-age", "5s", "/tmp")]
    [InlineData("It downloads nothing", "s3://x", "--", "a")]
    [InlineData("'s3://x' and --prefix both", "s3://x", "--prefix", "p/")]
    [InlineData("DIRECTORY is empty", "")]
    [InlineData("--bucket lacks its value", "a", "--bucket")]
    [InlineData("'--delete' is not known", "a", "--delete")]
    [InlineData("'--delete' is not known", "--delete")]
    [InlineData("'--dry-rum' is not known; did you mean --dry-run?", "--dry-rum", "a")]
    [InlineData("--dry-run takes no value", "--dry-run=no", "a")]
    [InlineData("--keep and --keep-for", "a", "--keep", "--keep-for", "P1D")]
    public void Parse_WrongArgument_IsNamed(string expected, params string[] arguments) =>
        Assert.Contains(expected, Assert.Throws<UsageException>(() => Parse(arguments)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_NumberBeforeAFolderCalledLikeAUnit_IsTheOptionsValue() => Assert.Equal(
        [("S3:Bucket", "2024"), ("Volume:Root", Path.GetFullPath("s"))], Parse(["--bucket", "2024", "s"]).Given);

    [Fact]
    public void Parse_ShortNameOfTheDryRun_IsTaken() => Assert.True(Parse(["a", "-n"]).IsDryRun);

    [Fact]
    public void Parse_DirectoryAfterANumber_IsNoUnit() =>
        Assert.Contains(("Volume:Root", Path.GetFullPath("m")), Parse(["--concurrency", "4", "m"]).Given);

    [Fact]
    public void Apply_OptionsAndEnvironment_OptionsWin()
    {
        var settings =
            Apply(["in/", "--bucket", "harbour"], ("S3:Bucket", "other"), ("S3:Prefix", "kept/"), ("Volume:Root", "/elsewhere"));

        Assert.Equal("harbour", settings["S3:Bucket"]);
        Assert.Equal("kept/", settings["S3:Prefix"]);
        Assert.Equal(Path.GetFullPath("in"), settings["Volume:Root"]);
        Assert.Equal("schedule,sync,cleanup", settings["FUNCTIONS"]);
    }

    [Fact]
    public void Apply_SettingsAlone_AreEnough()
    {
        var settings = Apply(["--keep"], ("S3:Bucket", "other"), ("Volume:Root", "/elsewhere"), ("Host:Deadline", "PT1M"));

        Assert.Equal("/elsewhere", settings["Volume:Root"]);
        Assert.Equal("schedule,sync", settings["FUNCTIONS"]);
        Assert.Equal("PT1M", settings["Host:Deadline"]);
    }

    [Fact]
    public void Apply_Endpoint_IsThatOfStsToo()
    {
        var plain = Apply(["in", "--bucket", "harbour", "--endpoint", "http://store"]);
        var set = Apply(["in", "--bucket", "harbour", "--endpoint", "http://store"], ("S3:StsUrl", "http://sts"),
            ("S3:ForcePathStyle", "false"));

        Assert.Equal(("http://store", "http://store", "true"),
            (plain["S3:ServiceUrl"], plain["S3:StsUrl"], plain["S3:ForcePathStyle"]));
        Assert.Equal(("http://store", "http://sts", "false"), (set["S3:ServiceUrl"], set["S3:StsUrl"], set["S3:ForcePathStyle"]));
        Assert.Equal("PT24H", plain["Host:Deadline"]);
    }

    [Fact]
    public void Apply_NoVolumeName_IsMadeOfHostDirectoryAndDestination()
    {
        string[] names =
        [
            Apply(["in", "--bucket", "harbour"])["Volume:Name"]!,
            Apply(["out", "--bucket", "harbour"])["Volume:Name"]!,
            Apply(["in", "--bucket", "other"])["Volume:Name"]!,
            Apply(["in", "--bucket", "harbour", "--prefix", "p/"])["Volume:Name"]!,
            Apply(["in", "--bucket", "harbour", "--endpoint", "http://store"])["Volume:Name"]!,
            Apply(["in", "--bucket", "harbour"], ("S3:KeyTemplate", "{yyyy}/{path}"))["Volume:Name"]!,
        ];

        Assert.All(names, name => Assert.Matches("^ship-[0-9a-f]{16}$", name));
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(names[0], Apply(["in/", "--keep"], ("S3:Bucket", "harbour"))["Volume:Name"]);
        Assert.NotEqual(VolumeName.On("a", "/in", "harbour"), VolumeName.On("b", "/in", "harbour"));
        Assert.Equal("desk/in", Apply(["in", "--bucket", "harbour"], ("Volume:Name", "desk/in"))["Volume:Name"]);
    }

    [Theory]
    [InlineData("Volume__Root", "--bucket", "harbour")]
    [InlineData("--bucket", "in")]
    public void Apply_SomethingMissing_IsNamedWithItsSetting(string expected, params string[] arguments) =>
        Assert.Contains(expected, Assert.Throws<UsageException>(() => Apply(arguments)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("s3://harbour", "harbour", "")]
    [InlineData("s3://harbour/", "harbour", "")]
    [InlineData("S3://harbour/a/b", "harbour", "a/b/")]
    [InlineData("s3://harbour/a/b/", "harbour", "a/b/")]
    public void Parse_PlaceInS3_IsBucketAndFolder(string place, string bucket, string prefix)
    {
        Assert.Equal([("Volume:Root", "/in"), ("S3:Bucket", bucket), ("S3:Prefix", prefix)], Parse(["/in", place]).Given);
        Assert.Equal([("S3:Bucket", bucket), ("S3:Prefix", prefix)], Parse([place]).Given);
    }

    [Theory]
    [InlineData("S3__Bucket holds 'b'; see S3__Prefix.", "--bucket holds 'b'; see S3__Prefix.", "--bucket", "b")]
    [InlineData("No; check S3__Bucket and AWS_REGION.", "No; check --bucket and --region.", "--bucket=b", "--region=r")]
    [InlineData("Set AWS_REGION or --region to x.", "Set --region to x.", "--region=r")]
    [InlineData("Set AWS_REGION or --region to x.", "Set AWS_REGION or --region to x.")]
    [InlineData("S3__Bucket is empty; set it.", "--bucket (S3__Bucket) is empty; set it.")]
    [InlineData("Volume__Root holds '/in', no.", "DIRECTORY holds '/in', no.", "/in")]
    [InlineData("S3__Bucket holds 'b'.", "the bucket of s3://b/c holds 'b'.", "s3://b/c")]
    [InlineData("Sync__Unknown is not known.", "Sync__Unknown is not known.")]
    public void In_Message_NamesWhatWasTyped(string message, string expected, params string[] arguments) =>
        Assert.Equal(expected, OptionNames.In(message, new ShipVerb().ParseStrictly(arguments)));

    private static ShipOptions Parse(string[] arguments)
    {
        var verb = new ShipVerb();
        return verb.Read(verb.ParseStrictly(arguments));
    }

    private static IConfigurationRoot Apply(string[] arguments, params (string Name, string Value)[] settings)
    {
        var options = Parse(arguments);
        return Over(settings, options.Settings(Over(settings, options.Given)));
    }

    private static IConfigurationRoot Over(params (string Name, string Value)[][] layers)
    {
        var builder = new ConfigurationBuilder();
        foreach (var layer in layers)
            builder.AddInMemoryCollection(layer.Select(each => KeyValuePair.Create(each.Name, (string?)each.Value)));
        return builder.Build();
    }
}
