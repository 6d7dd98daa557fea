using System.Net;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Signing;
using Longshore.Sandbox.S3.Store;
using Longshore.Sandbox.Sts;

namespace Longshore.Sandbox.S3;

/// <summary>
/// S3 and STS on one loopback port, in memory. <c>POST /</c> is STS, <c>/_sandbox/…</c> is the sandbox's own unsigned
/// interface (see <see cref="AdminEndpoint"/>), everything else is S3. What it stores is gone when it is disposed.
/// </summary>
internal sealed class S3Server : IAsyncDisposable
{
    private readonly WebApplication _app;

    private S3Server(S3ServerOptions options, WebApplication app)
    {
        Options = options;
        _app = app;
        Store = new ObjectStore(options.ObjectTime ?? options.Time, options.Iam.Account, options.Region);
        foreach (var bucket in options.Buckets)
            Store.CreateBucket(bucket);
    }

    public S3ServerOptions Options { get; }

    /// <summary>For S3 and for STS, <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Endpoint { get; private set; } = null!;

    public IamDirectory Iam => Options.Iam;
    public ObjectStore Store { get; }
    public FaultInjector Faults { get; } = new();
    public RequestCounters Counters { get; } = new();

    public static async Task<S3Server> StartAsync(S3ServerOptions options, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestBufferSize = 4 << 20;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.AddRouting();
        var app = builder.Build();
        var server = new S3Server(options, app);
        app.Run(server.Pipeline());
        await app.StartAsync(cancellation);
        server.Endpoint = new Uri(app.Urls.Single());
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(hurry.Token);
        await _app.DisposeAsync();
    }

    private RequestDelegate Pipeline()
    {
        var verifier = new SignatureVerifier(Options.Time, Options.Iam, Options.Region);
        var s3 = new S3Endpoint(Options, Store, Faults, Counters, verifier);
        var sts = new StsEndpoint(Options, Faults, Counters, verifier);
        var admin = new AdminEndpoint(this);
        return http =>
        {
            // Clients whose clock is off correct it by this header.
            http.Response.Headers.Date = Options.Time.GetUtcNow().ToString("R");
            return http.Request switch
            {
                { Path.Value: "/", Method: "POST" } => sts.HandleAsync(http),
                var request when request.Path.StartsWithSegments("/_sandbox", StringComparison.Ordinal, out var rest) =>
                    admin.HandleAsync(http, rest),
                _ => s3.HandleAsync(http),
            };
        };
    }
}
