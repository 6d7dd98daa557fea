using Longshore.Model;
using Longshore.Model.Jobs;
using Longshore.Settings;

namespace Longshore.UnitTests.Model.Jobs;

/// <summary>The file that JobSink mounts: the JSON event format, read by the rules for a request.</summary>
public sealed class EventFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-job-").FullName;

    [Fact]
    public async Task Read_AsJobSinkWritesIt_IsTheEvent()
    {
        var e = await ReadAsync("""
            {"specversion":"1.0","id":"1","source":"/test","type":"toy.count","datacontenttype":"application/json",
            "time":"2026-11-22T00:00:00Z","hops":2,"data":{"prefix":"é"}}
            """);

        Assert.Equal("toy.count", e.Type);
        Assert.Equal("é", ((System.Text.Json.JsonElement)e.Data!).GetProperty("prefix").GetString());
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/test"}""", "type is missing")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"/test","type":"t"}""", "specversion is 0.3")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/test","type":"t","hops":"many"}""", "hops is many")]
    public async Task Read_Malformed_SaysWhatIsWrong(string text, string expected)
    {
        var error = await Assert.ThrowsAsync<RejectedException>(() => ReadAsync(text));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NoFile_NamesTheSetting()
    {
        var error = await Assert.ThrowsAsync<SettingsException>(
            () => EventFile.ReadAsync(Path.Combine(_folder, "absent"), TestContext.Current.CancellationToken));

        Assert.Contains("K_EVENT_PATH", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task Read_FolderAsJobSinkNamesIt_ReadsTheEventInIt(string end)
    {
        const string text = """{"specversion":"1.0","id":"1","source":"/test","type":"t"}""";
        await File.WriteAllTextAsync(Path.Combine(_folder, "event"), text, TestContext.Current.CancellationToken);

        Assert.Equal("t", (await EventFile.ReadAsync(_folder + end, TestContext.Current.CancellationToken)).Type);
    }

    [Fact]
    public async Task Read_FolderWithoutEvent_NamesTheSetting() => await Assert.ThrowsAsync<SettingsException>(
        () => EventFile.ReadAsync(_folder, TestContext.Current.CancellationToken));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<CloudNative.CloudEvents.CloudEvent> ReadAsync(string text)
    {
        var path = Path.Combine(_folder, "event");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return await EventFile.ReadAsync(path, TestContext.Current.CancellationToken);
    }
}
