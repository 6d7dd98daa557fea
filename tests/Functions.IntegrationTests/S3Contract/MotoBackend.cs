using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Longshore.Sandbox.Demo;

namespace Longshore.IntegrationTests.S3Contract;

/// <summary>moto_server, if it is on PATH, on a free port; ended by its process id.</summary>
public sealed class MotoBackend : ContractBackend
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private Process? _process;

    public override string Name => "moto";

    /// <summary>Seen with moto 5.2.</summary>
    public override IReadOnlyDictionary<string, string> KnownDifferences { get; } = new Dictionary<string, string>
    {
        [nameof(S3ContractTests.PutObject_WithChecksum_KeepsAndReturnsIt)] =
            "forgets a checksum that comes in a header without its algorithm",
        [nameof(S3ContractTests.PutObject_WrongChecksum_IsRefusedAndStoresNothing)] = "accepts wrong checksums",
        [nameof(S3ContractTests.HotPut_WrongChecksum_IsRefusedAndStoresNothing)] = "accepts wrong checksums",
        [nameof(S3ContractTests.HotPart_OfAnUploadThatIsGone_Answers404)] = "answers 500 to a part of an upload that is gone",
        [nameof(S3ContractTests.PutObject_WrongContentMd5_IsRefused)] = "accepts a wrong Content-MD5",
        [nameof(S3ContractTests.PutObject_BucketOfAnotherOwner_IsRefused)] = "ignores x-amz-expected-bucket-owner",
        [nameof(S3ContractTests.GetObjectAttributes_Sha256_TellsChecksumAndSize)] = "tells no checksum there",
        [nameof(S3ContractTests.CompleteMultipartUpload_Sha256Parts_HasTheCompositeChecksum)] =
            "leaves out the -N and the type of a composite checksum",
        [nameof(S3ContractTests.UploadPart_WrongSha256_IsRefused)] = "accepts wrong checksums of parts",
        [nameof(S3ContractTests.ListParts_AfterSomeParts_TellsWhatNeedNotBeSentAgain)] = "lists parts without their checksums",
    };

    /// <summary>Its routes take no line break for a part of a key.</summary>
    public override IReadOnlyDictionary<string, HttpStatusCode> RefusedKeys { get; } = new Dictionary<string, HttpStatusCode>
    {
        ["N/a\tb\nc\r"] = HttpStatusCode.NotFound,
    };

    /// <summary>All in memory; and it lists versions of keys that XML cannot hold as broken XML.</summary>
    protected override bool OutlivesTheTests => false;

    protected override async Task<(string Endpoint, AWSCredentials Credentials, string? WhyNot)> StartAsync()
    {
        if (PathTool.Find("moto_server") is not { } path)
            return Absent("install moto_server, a fake AWS in Python (pip install 'moto[server]')");
        var port = FreePorts.Take(1)[0];
        var start = new ProcessStartInfo(path, ["-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return await AnswersAsync(port)
            ? ($"http://127.0.0.1:{port}", new BasicAWSCredentials("testing", "testing"), null)
            : Absent($"moto_server did not answer within {StartLimit.TotalSeconds} s");
    }

    protected override async ValueTask StopAsync()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> AnswersAsync(int port)
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < StartLimit && !_process!.HasExited)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }
        return false;
    }
}
