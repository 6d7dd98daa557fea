using System.ComponentModel.DataAnnotations;
using Longshore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Longshore.UnitTests.Settings;

internal enum ToyConflict
{
    KeepBoth,
    Fail,
}

internal sealed class ToyOptions
{
    [Within(1, 1000)]
    public int BatchFiles { get; set; } = 1000;

    public long BatchBytes { get; set; } = 5;

    [Lasting("PT2S", "PT24H")]
    public TimeSpan MinAge { get; set; } = TimeSpan.FromMinutes(2);

    public TimeSpan? KeepFor { get; set; }

    public ToyConflict OnConflict { get; set; }

    public bool DryRun { get; set; }

    public string[] Include { get; set; } = [];

    public Dictionary<string, string> Tags { get; set; } = [];

    public Uri? ServiceUrl { get; set; }

    [Filled]
    public string Bucket { get; set; } = "default";

    public string? Prefix { get; set; }
}

[OptionsValidator]
internal sealed partial class ToyOptionsValidator : IValidateOptions<ToyOptions>;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("PT3M", 180)]
    [InlineData("P1D", 86400)]
    [InlineData("PT2.5S", 2.5)]
    [InlineData("00:03:00", 180)]
    [InlineData("0:03:00", 180)]
    [InlineData("1.00:00:00", 86400)]
    public void Duration_BothNotations_AreRead(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(("Toy:MinAge", text)).MinAge);

    [Fact]
    public void Values_OfEveryKind_AreBound()
    {
        var options = Read(
            ("toy:batchfiles", "7"), ("Toy:BatchBytes", "134217728"), ("Toy:KeepFor", "PT1H"), ("Toy:OnConflict", "fail"),
            ("Toy:DryRun", "TRUE"), ("Toy:Include", "*.jpg, *.png"), ("Toy:Tags:team", "x"),
            ("Toy:ServiceUrl", "http://127.0.0.1:9000"),
            ("Toy:Bucket", "b"), ("Toy:Prefix", ""));

        Assert.Equal(7, options.BatchFiles);
        Assert.Equal(134217728, options.BatchBytes);
        Assert.Equal(TimeSpan.FromHours(1), options.KeepFor);
        Assert.Equal(ToyConflict.Fail, options.OnConflict);
        Assert.True(options.DryRun);
        Assert.Equal(["*.jpg", "*.png"], options.Include);
        Assert.Equal("x", options.Tags["team"]);
        Assert.Equal(new("http://127.0.0.1:9000"), options.ServiceUrl);
        Assert.Equal("b", options.Bucket);
        Assert.Equal("", options.Prefix);
    }

    [Fact]
    public void Lists_ByIndex_AreBound() =>
        Assert.Equal(["a,b", "c"], Read(("Toy:Include:0", "a,b"), ("Toy:Include:1", "c")).Include);

    [Fact]
    public void Absent_IsTheDefault()
    {
        var options = Read(("Toy:BatchFiles", ""), ("Other:BatchFiles", "x"));

        Assert.Equal(1000, options.BatchFiles);
        Assert.Equal(TimeSpan.FromMinutes(2), options.MinAge);
        Assert.Empty(options.Include);
    }

    [Theory]
    [InlineData("BatchFiles", "many", "Toy__BatchFiles holds 'many'; it takes a whole number.")]
    [InlineData("BatchFiles", "1.5", "Toy__BatchFiles holds '1.5'; it takes a whole number.")]
    [InlineData("BatchFiles", "99999999999",
        "Toy__BatchFiles holds '99999999999'; it takes a whole number from -2147483648 to 2147483647.")]
    [InlineData("BatchFiles", "0", "Toy__BatchFiles holds 0; it takes a whole number from 1 to 1000.")]
    [InlineData("MinAge", "2 minutes", "Toy__MinAge holds '2 minutes'; it takes a duration such as 2m, 1h30m, 3d or PT2M.")]
    [InlineData("MinAge", "120", "Toy__MinAge holds '120'; it takes a duration such as 2m, 1h30m, 3d or PT2M.")]
    [InlineData("MinAge", "99999999d", "Toy__MinAge holds '99999999d'; it takes a shorter duration.")]
    [InlineData("MinAge", "PT1S", "Toy__MinAge holds 1s; it takes a duration from 2s to 1d.")]
    [InlineData("OnConflict", "Overrule", "Toy__OnConflict holds 'Overrule'; it takes KeepBoth or Fail.")]
    [InlineData("OnConflict", "1", "Toy__OnConflict holds '1'; it takes KeepBoth or Fail.")]
    [InlineData("DryRun", "yes", "Toy__DryRun holds 'yes'; it takes true or false.")]
    [InlineData("ServiceUrl", "localhost",
        "Toy__ServiceUrl holds 'localhost'; it takes an absolute URL such as https://host:port.")]
    [InlineData("Bucket", " ", "Toy__Bucket is empty; set it.")]
    [InlineData("Buckett", "b", "Toy__Buckett is not a setting; the nearest is Toy__Bucket.")]
    [InlineData("BATCHFILE", "1", "Toy__BATCHFILE is not a setting; the nearest is Toy__BatchFiles.")]
    [InlineData("BatchFiles:0", "1", "Toy__BatchFiles takes one value, not Toy__BatchFiles__0.")]
    public void Wrong_IsNamedWithWhatItTakes(string name, string value, string message)
    {
        var error = Assert.ThrowsAny<Exception>(() => Read(($"Toy:{name}", value)));

        Assert.Equal(message, Assert.Single(SettingsException.MessagesOf(error)!));
    }

    [Fact]
    public void Wrong_SeveralSettings_AreAllNamed()
    {
        var error = Assert.ThrowsAny<Exception>(() => Read(("Toy:BatchFiles", "x"), ("Toy:DryRun", "y"), ("Toy:Nope", "z")));

        Assert.Equal(3, SettingsException.MessagesOf(error)!.Count);
    }

    [Fact]
    public void MessagesOf_AnotherError_IsNull()
    {
        Assert.Null(SettingsException.MessagesOf(new ValidationException()));
        Assert.Null(
            SettingsException.MessagesOf(new AggregateException(new SettingsException(["a"]), new ValidationException())));
    }

    [Fact]
    public void Defaults_AreSharedByNothing()
    {
        var first = Read(("Toy:Include", "a"));

        Assert.Empty(Read().Include);
        Assert.Single(first.Include);
    }

    private static ToyOptions Read(params (string Name, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Name, (string?)each.Value))).Build());
        services.AddSettings<ToyOptions, ToyOptionsValidator>("Toy",
            static (configuration, options) => configuration.Bind(options));
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider.GetRequiredService<IOptions<ToyOptions>>().Value;
    }
}
