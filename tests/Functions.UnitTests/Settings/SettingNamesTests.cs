using Longshore.Settings;
using Microsoft.Extensions.Configuration;

namespace Longshore.UnitTests.Settings;

public sealed class SettingNamesTests
{
    private static readonly SectionSettings[] Known =
    [
        new("S3", [new("Bucket", typeof(string)), new("Prefix", typeof(string))]),
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
    public void Near_MisspeltSetting_IsTold(string name, string expected) =>
        Assert.Equal([expected], SettingNames.Near(Of((name, "1")), Known));

    [Fact]
    public void Near_VariableInASettingsFile_SaysHowItIsWritten() => Assert.Equal(
        ["Sync__Concurrency is not a setting in a file, where only the environment has '__'; write \"Sync:Concurrency\"."],
        SettingNames.Near(Of(("Sync__Concurrency", "3")), Known));

    [Theory]
    [InlineData("S3_PREFIX", "S3__Prefix")]
    [InlineData("S3_BUCKET", "S3__Bucket")]
    public void Ignored_CapitalsThatOtherProgramsUse_AreToldAndPreventNothing(string name, string setting)
    {
        var sentence = Assert.Single(SettingNames.Ignored(Of((name, "1")), Known));

        Assert.StartsWith($"{name} is ignored", sentence, StringComparison.Ordinal);
        Assert.EndsWith($"set {setting}.", sentence, StringComparison.Ordinal);
        Assert.Empty(SettingNames.Near(Of((name, "1")), Known));
    }

    [Theory]
    [InlineData("S3_ENDPOINT")]
    [InlineData("S3_BUCKETS_FILE")]
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

    [Fact]
    public void Near_CapitalsBesideTheSettingItself_AreOfAnotherProgram() =>
        Assert.Empty(SettingNames.Ignored(Of(("S3_BUCKET", "theirs"), ("S3:Bucket", "ours")), Known));

    private static IConfiguration Of(params (string Name, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(static each => KeyValuePair.Create(each.Name, (string?)each.Value))).Build();
}
