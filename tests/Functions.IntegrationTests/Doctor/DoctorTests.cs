using System.Text.Json;
using Longshore.Cli;
using Longshore.Cli.Doctor;
using Longshore.IntegrationTests.OddInputs;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;
using Longshore.Sandbox.S3.Faults;

namespace Longshore.IntegrationTests.Doctor;

/// <summary><c>longshore doctor</c> against the sandbox's S3 and STS.</summary>
public sealed class DoctorTests : IAsyncLifetime
{
    private const string Bucket = "harbour";

    // As the rig of other tests has them: there is one environment in a process.
    private const string Key = "AKIASTAGE00000000000";
    private const string Secret = "stage-secret-key";

    private readonly string _volume = Directory.CreateTempSubdirectory("longshore-doctor-").FullName;
    private readonly IamDirectory _iam = IamDirectory.WithAdministrator(Key, Secret);
    private S3Server _s3 = null!;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", Key);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", Secret);
        _s3 = await S3Server.StartAsync(new() { Iam = _iam, Buckets = [Bucket] }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _s3.DisposeAsync();
        Directory.Delete(_volume, recursive: true);
    }

    [Fact]
    public async Task Doctor_AllIsWell_SaysSoAndWritesTheProbeAlone()
    {
        var (exit, output, errors) = await RunAsync(("K_SINK", _s3.Endpoint.ToString()), ("Volume:Name", "desk/in"));

        Assert.True(exit == 0, output + errors);
        Assert.All(Lines(output), line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.Equal(
            [
                "settings", "credentials", "role", "bucket", "store", "records", "clock", "volume", "writable", "filesystem",
                "sink",
            ],
            Lines(output).Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_volume));
        Assert.Equal("", errors);
    }

    [Fact]
    public async Task Doctor_Json_IsOneDocument()
    {
        var (exit, output, _) = await RunAsync(["--json"]);

        Assert.Equal(0, exit);
        using var report = JsonDocument.Parse(output);
        Assert.Equal("longshore.doctor/1", report.RootElement.GetProperty("schema").GetString());
        Assert.Equal(0, report.RootElement.GetProperty("failed").GetInt32());
        var settings = report.RootElement.GetProperty("checks")[0];
        // Nobody has named the volume.
        Assert.Equal(("settings", "warning"), (settings.GetProperty("name").GetString(), settings.GetProperty(
            "state").GetString()));
        Assert.Contains("Volume__Name", settings.GetProperty("says").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WrongBucket_FailsThereAndProbesNothing()
    {
        var (exit, output, _) = await RunAsync(("S3:Bucket", "absent"));

        Assert.Equal(1, exit);
        Assert.Contains("'absent' does not exist", Line(output, "failed", "bucket"), StringComparison.Ordinal);
        Assert.Contains("Not probed", Line(output, "warning", "store"), StringComparison.Ordinal);
        Line(output, "ok", "clock");
        Line(output, "ok", "volume");
    }

    [Fact]
    public async Task Doctor_VolumeIsMissing_FailsThere()
    {
        var (exit, output, _) = await RunAsync(("Volume:Root", "/nowhere/at/all"));

        Assert.Equal(1, exit);
        Assert.Contains("does not exist", Line(output, "failed", "volume"), StringComparison.Ordinal);
        Line(output, "ok", "store");
    }

    [Fact]
    public async Task Doctor_SinkRefuses_FailsThere()
    {
        var (exit, output, _) = await RunAsync(("K_SINK", "http://127.0.0.1:1/"));

        Assert.Equal(1, exit);
        Assert.Contains("127.0.0.1:1 does not answer", Line(output, "failed", "sink"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_ServerOfWebPages_HasNoClockToCompareWith()
    {
        using var pages = new OddStore(
            "HTTP/1.1 200 OK\r\nDate: Tue, 01 Dec 2026 00:00:00 GMT\r\nContent-Type: text/html\r\nContent-Length: 0\r\n"
                + "Connection: close\r\n\r\n");

        var (exit, output, _) = await RunAsync(("S3:ServiceUrl", pages.Address));

        Assert.Equal(1, exit);
        Assert.Contains("answers with a web page", Line(output, "warning", "clock"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_RoleIsRefused_FailsThereAndAsksNoFurther()
    {
        var (exit, output, _) = await RunAsync(("S3:RoleArn", _iam.RoleArn("absent")));

        Assert.Equal(1, exit);
        Assert.Contains("S3__RoleArn", Line(output, "failed", "role"), StringComparison.Ordinal);
        Line(output, "warning", "bucket");
    }

    [Theory]
    [InlineData("S3__Bucket", "S3:Bucket", "Not A Bucket")]
    [InlineData("K_SINK", "K_SINK", "nonsense")]
    public async Task Doctor_WrongSetting_ExitsTwoAndNamesIt(string expected, string name, string value)
    {
        var (exit, output, errors) = await RunAsync((name, value));

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_longshore/", 1, "failed", "Putting _longshore/scans/permission (s3:PutObject) was refused: AccessDenied")]
    [InlineData("_longshore/receipts/", 0, "warning", "Putting _longshore/receipts/permission (s3:PutObject) was refused")]
    public async Task Doctor_RecordsMayNotBeWritten_SaysWhich(string folder, int expected, string state, string says)
    {
        using var denied = _s3.Faults.Add(new() { Kind = FaultKind.AccessDenied, Operation = "PutObject", KeyPrefix = folder });

        var (exit, output, _) = await RunAsync();

        Assert.Equal(expected, exit);
        Assert.Contains(says, Line(output, state, "records"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://store.invalid")]
    public async Task Doctor_NobodyAnswers_NamesTheSettingAfterAFullStop(string address)
    {
        var (exit, output, _) = await RunAsync(("S3:ServiceUrl", address));

        Assert.Equal(1, exit);
        Assert.Contains("). Check S3__ServiceUrl or AWS_REGION", Line(output, "failed", "clock"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_HostileDirectory_DrivesNoTerminal()
    {
        var hostile = Directory.CreateDirectory(Path.Combine(_volume, "a\u001b[31m")).FullName;

        var (_, output, _) = await RunAsync(("Volume:Root", hostile));

        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("a\\u001b[31m", output, StringComparison.Ordinal);
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Line(string output, string state, string name) =>
        Assert.Single(Lines(output), line => line.StartsWith($"{state,-8} {name,-12} ", StringComparison.Ordinal));

    private Task<(int Exit, string Output, string Errors)> RunAsync(params (string Name, string Value)[] settings) =>
        RunAsync([], settings);

    private async Task<(int Exit, string Output, string Errors)> RunAsync(string[] arguments, params (string Name,
        string Value)[] settings)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        (string, string)[] usual =
        [
            ("S3:Bucket", Bucket),
            ("S3:ServiceUrl", _s3.Endpoint.ToString()),
            ("Volume:Root", _volume),
        ];
        var verb = new DoctorVerb([.. usual, .. settings]);
        var exit = await new CommandLine(output, errors, verb).RunAsync([verb.Name, .. arguments]);
        return (exit, output.ToString(), errors.ToString());
    }
}
