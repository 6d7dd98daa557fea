using System.Net.Sockets;
using Amazon.Runtime;
using Testcontainers.LocalStack;

namespace Longshore.IntegrationTests.S3Contract;

/// <summary>
/// LocalStack in a container, where a Docker engine answers and the image can be had. 4.14.0 is the last that needs no token;
/// <c>LOCALSTACK_IMAGE</c> names another.
/// </summary>
public sealed class LocalStackBackend : ContractBackend
{
    private const string DefaultImage = "localstack/localstack:4.14.0";
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private LocalStackContainer? _container;

    public override string Name => "localstack";

    protected override async Task<(string Endpoint, AWSCredentials Credentials, string? WhyNot)> StartAsync()
    {
        if (await NoEngineAsync() is { } noEngine)
            return Absent(noEngine);
        var image = Environment.GetEnvironmentVariable("LOCALSTACK_IMAGE") is { Length: > 0 } other ? other : DefaultImage;
        using var limit = new CancellationTokenSource(StartLimit);
        try
        {
            _container = new LocalStackBuilder(image).Build();
            await _container.StartAsync(limit.Token);
            return (_container.GetConnectionString(), new BasicAWSCredentials("test", "test"), null);
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            return Absent($"a Docker engine answers, but {image} could not be started: {failed.Message}");
        }
    }

    protected override ValueTask StopAsync() => _container?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Asks the engine itself whether it is there, before the container library waits for it.</summary>
    private static async Task<string?> NoEngineAsync()
    {
        var host = new Uri(Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } set
            ? set : "unix:///var/run/docker.sock");
        using var limit = new CancellationTokenSource(ProbeLimit);
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, cancellation) => ConnectAsync(host, cancellation) };
        using var http = new HttpClient(handler);
        try
        {
            using var answer = await http.GetAsync(new Uri("http://docker/_ping"), limit.Token);
            return answer.IsSuccessStatusCode ? null : $"the Docker engine at {host} answers {(int)answer.StatusCode}";
        }
        catch (Exception absent) when (absent is HttpRequestException or OperationCanceledException)
        {
            return $"it needs Docker, and no engine answers at {host}";
        }
    }

    private static async ValueTask<Stream> ConnectAsync(Uri host, CancellationToken cancellation)
    {
        var isUnix = host.Scheme == "unix";
        var socket = isUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        await (isUnix
            ? socket.ConnectAsync(new UnixDomainSocketEndPoint(host.AbsolutePath), cancellation)
            : socket.ConnectAsync(host.Host, host.Port, cancellation));
        return new NetworkStream(socket, ownsSocket: true);
    }
}
