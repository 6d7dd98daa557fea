using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Longshore.Benchmarks.Processes;
using Longshore.Sandbox.Demo;

namespace Longshore.Benchmarks.Clients;

/// <summary>
/// Runs the published binary with the settings of a deployment: a role that is assumed, checksums, conditions, receipts.
/// </summary>
/// <param name="also">Settings beside those of the run.</param>
internal sealed class LongshoreClient(
    string program, SinkProcess sink, LoopBroker broker, string logs, IReadOnlyDictionary<string, string>? also = null)
{
    public const string Bucket = "longshore";
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The environment of a process that hosts these functions, without its port.</summary>
    public Dictionary<string, string> Settings(string functions, string volume) => new()
    {
        ["FUNCTIONS"] = functions,
        ["Host__Address"] = "127.0.0.1",
        ["K_SINK"] = broker.Address.ToString(),
        ["Volume__Root"] = volume,
        ["Volume__Name"] = "bench/volume",
        ["Schedule__MinAge"] = "PT2S",
        ["S3__Bucket"] = Bucket,
        ["S3__ServiceUrl"] = sink.Endpoint.ToString(),
        ["S3__StsUrl"] = sink.Endpoint.ToString(),
        ["S3__ForcePathStyle"] = "true",
        ["S3__RoleArn"] = "arn:aws:iam::000000000000:role/bench",
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIABENCH00000000000",
        ["AWS_SECRET_ACCESS_KEY"] = "bench-secret-not-real",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
    };

    /// <summary>
    /// Ships a folder: a process that hosts schedule and sync is started, gets one <c>scan.requested</c>, ships until that is
    /// answered, and is ended. All of it counts.
    /// </summary>
    /// <exception cref="InvalidOperationException">Not every file was settled.</exception>
    public async Task<Usage> ShipAsync(string volume, long files, CancellationToken cancellation)
    {
        var (usage, reply, _) = await ServeAsync(Settings("schedule,sync", volume), async (http, address) =>
        {
            broker.Sync = address;
            broker.Replies.Clear();
            return await Event.New("dev.longshore.scan.requested", "{}").PostAsync(http, address, cancellation);
        }, cancellation);
        var settled = broker.Replies.Sum(static synced => synced.Number("uploaded") + synced.Number("present"));
        if (reply?.Type != "dev.longshore.scan.completed" || settled != files)
            throw new InvalidOperationException(
                $"Longshore settled {settled} of {files} files and replied {reply?.Type}; see {logs}.");
        return usage;
    }

    /// <summary>Starts a process, has it work once it listens, and ends it.</summary>
    /// <param name="work">Gets the address of its event endpoint.</param>
    /// <returns>What the process took as a whole, what the work gave, and the resident memory after it.</returns>
    public async Task<(Usage Usage, T Result, long Resident)> ServeAsync<T>(
        Dictionary<string, string> settings, Func<HttpClient, Uri, Task<T>> work, CancellationToken cancellation,
        TimeSpan rest = default)
    {
        var port = FreePorts.Take(1)[0];
        settings["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in also ?? new Dictionary<string, string>())
            settings[name] = value;
        var child = Child.Start(program, [], settings, Path.Combine(logs, $"longshore-{settings["FUNCTIONS"]}.log"));
        try
        {
            await ListeningAsync(child, port, cancellation);
            var result = await work(Http, new Uri($"http://127.0.0.1:{port}/"));
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, cancellation);
            var resident = Memory.Resident(child.Id);
            return (Checked(await child.StopAsync()), result, resident);
        }
        catch
        {
            child.Signal(Posix.Sigkill);
            throw;
        }
    }

    private async Task ListeningAsync(Child child, int port, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
                return;
            }
            catch (SocketException) when (!child.Ended.IsCompleted)
            {
                await Task.Delay(1, cancellation);
            }
            catch (SocketException)
            {
                throw new InvalidOperationException(
                    $"{program} ended with exit code {(await child.Ended).ExitCode} before it listened; see {logs}.");
            }
        }
    }

    private Usage Checked(Usage usage) => usage.ExitCode == 0
        ? usage
        : throw new InvalidOperationException($"{program} ended with exit code {usage.ExitCode}; see {logs}.");
}
