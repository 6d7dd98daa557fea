using Longshore.Settings;
using Microsoft.Extensions.Configuration;

namespace Longshore.UnitTests.Settings;

public sealed class SettingNamesTests
{
    private static readonly SectionSettings[] Known =
    [
        new("S3", [new("Bucket", typeof(string)), new("Prefix", typeof(string)),
            new("ServiceUrl", typeof(string))]),
        new("Sync", [new("Concurrency", typeof(int))]),
        new("Cleanup", [new("DryRun", typeof(bool))]),
        new("Volume", [new("Name", typeof(string))]),
    ];

    [Theory]
    [InlineData("Syn:Concurrency", "Syn__Concurrency is not a setting; the nearest is Sync__Concurrency.")]
    [InlineData("S3_Bucket", "S3_Bucket is not a setting; the nearest is S3__Bucket.")]
    [InlineData("S3_Bukket", "S3_Bukket is not a setting; the nearest is S3__Bucket.")]
    [InlineData("S3Bucket", "S3Bucket is not a setting; the nearest is S3__Bucket.")]
    [InlineData("SYNC_CONCURRENCY", "SYNC_CONCURRENCY is not a setting; the nearest is Sync__Concurrency.")]
    [InlineData("CLEANUP_DRY_RUN", "CLEANUP_DRY_RUN is not a setting; the nearest is Cleanup__DryRun.")]
    [InlineData("S3_Endpoint", "S3_Endpoint is not a setting; use S3__ServiceUrl.")]
    public void Near_MisspeltSetting_IsTold(string name, string expected) =>
        Assert.Equal([expected], SettingNames.Near(Of((name, "1")), Known));

    [Fact]
    public void Near_VariableInASettingsFile_SaysHowItIsWritten() => Assert.Equal(
        ["Sync__Concurrency is not a setting in a file, where only the environment has '__'; write \"Sync:Concurrency\"."],
        SettingNames.Near(Of(("Sync__Concurrency", "3")), Known));

    [Theory]
    [InlineData("S3_PREFIX", "S3__Prefix")]
    [InlineData("S3_BUCKET", "S3__Bucket")]
    [InlineData("S3_BUKET", "S3__Bucket")]
    [InlineData("SYN__CONCURRENCY", "Sync__Concurrency")]
    [InlineData("SYN_CONCURRENCY", "Sync__Concurrency")]
    [InlineData("VOLUM__NAME", "Volume__Name")]
    [InlineData("S3_ENDPOINT", "S3__ServiceUrl")]
    [InlineData("S3_REGION", "AWS_REGION")]
    [InlineData("AWS_ENDPOINT", "AWS_ENDPOINT_URL")]
    public void Ignored_CapitalsThatOtherProgramsUse_AreToldAndPreventNothing(string name, string setting)
    {
        var sentence = Assert.Single(SettingNames.Ignored(Of((name, "1")), Known));

        Assert.Equal($"{name} is set, but it is not a setting of Longshore; did you mean {setting}?", sentence);
        Assert.Empty(SettingNames.Near(Of((name, "1")), Known));
    }

    [Theory]
    [InlineData("S3_BUCKETS_FILE")]
    [InlineData("S3_SERVICE_PORT")]
    [InlineData("SYNC_SERVICE_HOST")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("PATH")]
    [InlineData("Foo:Bar")]
    [InlineData("VOLUME_NAME")]
    public void Near_NameOfAnotherProgram_IsLeftAlone(string name)
    {
        Assert.Empty(SettingNames.Near(Of((name, "1")), Known));
        Assert.Empty(SettingNames.Ignored(Of((name, "1")), Known));
    }

    [Theory]
    [InlineData("S3_BUCKET", "S3:Bucket")]
    [InlineData("S3_ENDPOINT", "S3:ServiceUrl")]
    [InlineData("AWS_ENDPOINT", "AWS_ENDPOINT_URL")]
    public void Ignored_CapitalsBesideTheSettingItself_AreOfAnotherProgram(string name, string setting) =>
        Assert.Empty(SettingNames.Ignored(Of((name, "theirs"), (setting, "ours")), Known));

    [Fact]
    public void Ignored_SettingIsMissing_TellsOfNamesThatManyProgramsUse() => Assert.Equal(
        ["VOLUME_NAME is set, but it is not a setting of Longshore; did you mean Volume__Name?"],
        SettingNames.Ignored(Of(("VOLUME_NAME", "1")), Known, isMissing: true));

    [Fact]
    public void Near_SectionWithAValue_IsTold() => Assert.Equal(
        ["Sync holds '4', but it is a section; write \"Sync\": { \"Concurrency\": … }, with the names of its settings."],
        SettingNames.Near(Of(("Sync", "4")), Known));

    [Theory]
    [InlineData("S3:Endpoint", "S3__Endpoint is not a setting; use S3__ServiceUrl.")]
    [InlineData("S3:EndpointUrl", "S3__EndpointUrl is not a setting; use S3__ServiceUrl.")]
    [InlineData("S3:Region", "S3__Region is not a setting; use AWS_REGION.")]
    [InlineData("S3:Prefx", "S3__Prefx is not a setting; the nearest is S3__Prefix.")]
    [InlineData("S3:Zebra", "S3__Zebra is not a setting; S3 takes Bucket, Prefix, ServiceUrl.")]
    public void Unknown_NameOfASection_NamesWhatIsMeantIfItIsNear(string name, string expected) =>
        Assert.Equal([expected], SettingNames.Unknown(Of((name, "1")).GetSection("S3"), Known[0].Settings));

    private static IConfiguration Of(params (string Name, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(static each => KeyValuePair.Create(each.Name, (string?)each.Value))).Build();
}
