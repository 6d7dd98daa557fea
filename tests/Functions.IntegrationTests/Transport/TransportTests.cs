using System.Net;
using System.Security.Cryptography;
using Longshore.IntegrationTests.Jobs;
using Longshore.IntegrationTests.Knative;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;

namespace Longshore.IntegrationTests.Transport;

/// <summary>
/// The real process ships a small file, which is put whole, and a large one, which goes in parts, over each kind of connection.
/// Dual-stack is an address like others (<c>UnitTests/Storage/HotPath/BucketEndpointTests</c>); sessions of a role are what every
/// other flow is signed with.
/// </summary>
public sealed class TransportTests : IAsyncLifetime
{
    private const string Bucket = "harbour";
    private const string Key = "AKIATRANSPORT0000000";
    private const string Secret = "transport-secret";
    private static readonly string[] Files = ["large.bin", "odd name+%&ä.txt"];

    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-transport-").FullName;
    private S3Server _s3 = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _s3 = await S3Server.StartAsync(new S3ServerOptions
        {
            Iam = IamDirectory.WithAdministrator(Key, Secret),
            Buckets = [Bucket],
            HostSuffix = ".store.test",
        }, Cancel);
        Directory.CreateDirectory(Path.Combine(_folder, "volume"));
        await File.WriteAllBytesAsync(InVolume(Files[0]), RandomNumberGenerator.GetBytes((17 << 20) + 1), Cancel);
        await File.WriteAllTextAsync(InVolume(Files[1]), "hello", Cancel);
        // The change time of a file cannot be set: the least minAge has to pass.
        await Task.Delay(TimeSpan.FromSeconds(2.1), Cancel);
    }

    [Fact]
    public async Task Ship_OverTls_TrustsTheSystemsCertificates()
    {
        using var certificate = Relay.Certificate("localhost");
        await using var tls = Relay.Tls(certificate, _s3.Endpoint.Port);

        await ShipAsync($"https://localhost:{tls.Port}", ("SSL_CERT_FILE", Pem(certificate.ExportCertificatePem())),
            ("S3__ForcePathStyle", "true"));

        Assert.True(tls.Connections > 0);
    }

    [Fact]
    public async Task Ship_OverTlsThatNobodyVouchesFor_ShipsNothing()
    {
        using var certificate = Relay.Certificate("localhost");
        await using var tls = Relay.Tls(certificate, _s3.Endpoint.Port);

        var (exit, output) =
            await RunAsync($"https://localhost:{tls.Port}", ("S3__ForcePathStyle", "true"), ("Host__Deadline", "PT30S"));

        Assert.NotEqual(0, exit);
        Assert.Contains("S3__ServiceUrl", output, StringComparison.Ordinal);
        Assert.Empty(Shipped());
    }

    [Fact]
    public async Task Ship_OverIpv6_SignsTheBracketedHost()
    {
        if (!System.Net.Sockets.Socket.OSSupportsIPv6)
            Assert.Skip("this machine has no IPv6 loopback address");
        await using var relay = Relay.Plain(IPAddress.IPv6Loopback, _s3.Endpoint.Port);

        await ShipAsync($"http://[::1]:{relay.Port}", ("S3__ForcePathStyle", "true"));

        Assert.True(relay.Connections > 0);
    }

    [Fact]
    public async Task Ship_ThroughAProxyToAVirtualHost_NamesTheBucketInTheHost()
    {
        using var certificate = Relay.Certificate("store.test", "*.store.test");
        await using var tls = Relay.Tls(certificate, _s3.Endpoint.Port);
        await using var proxy = Relay.Proxy(tls.Port);

        await ShipAsync("https://store.test", ("SSL_CERT_FILE", Pem(certificate.ExportCertificatePem())),
            ("HTTPS_PROXY", $"http://127.0.0.1:{proxy.Port}"));

        Assert.True(proxy.Connections > 0);
    }

    [Theory]
    [InlineData("/archive/")]
    [InlineData("a/./b//../c/")]
    [InlineData("%2F/+ ?#/")]
    public async Task Ship_OddPrefixOverAVirtualHost_IsThatVeryPrefix(string prefix)
    {
        using var certificate = Relay.Certificate("store.test", "*.store.test");
        await using var tls = Relay.Tls(certificate, _s3.Endpoint.Port);
        await using var proxy = Relay.Proxy(tls.Port);

        var (exit, output) = await RunAsync("https://store.test", ("S3__Prefix", prefix),
            ("SSL_CERT_FILE", Pem(certificate.ExportCertificatePem())), ("HTTPS_PROXY", $"http://127.0.0.1:{proxy.Port}"));

        Assert.True(exit == 0, output);
        Assert.Equal(Files.Select(file => prefix + file), Shipped());
    }

    public async ValueTask DisposeAsync()
    {
        await _s3.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ShipAsync(string store, params (string Name, string Value)[] more)
    {
        var (exit, output) = await RunAsync(store, more);

        Assert.True(exit == 0, output);
        Assert.Equal(Files, Shipped());
        foreach (var stored in _s3.Store.Bucket(Bucket).Objects().Where(stored => Files.Contains(stored.Key)))
            Assert.Equal(Hash(await File.ReadAllBytesAsync(InVolume(stored.Key), Cancel)), stored.Sha256, ignoreCase: true);
        // The file's, and three of the probe, of which one is to be refused.
        Assert.Equal(3 + 3, _s3.Counters.Of("UploadPart"));
    }

    private async Task<(int Exit, string Output)> RunAsync(string store, params (string Name, string Value)[] more)
    {
        var path = Path.Combine(_folder, "event");
        var files = string.Join(',', Files.Select(file => $$"""{"path":"{{file}}"}"""));
        await File.WriteAllTextAsync(path, $$$"""
            {"specversion":"1.0","id":"1","source":"/test","type":"dev.longshore.batch.ready",
            "data":{"minAge":"PT2S","files":[{{{files}}}]}}
            """, Cancel);
        var settings = new Dictionary<string, string>
        {
            ["K_EVENT_PATH"] = path,
            ["FUNCTIONS"] = "sync",
            ["Volume__Root"] = Path.Combine(_folder, "volume"),
            ["Volume__Name"] = "default/data",
            ["S3__Bucket"] = Bucket,
            ["S3__ServiceUrl"] = store,
            ["AWS_REGION"] = "us-east-1",
            ["AWS_ACCESS_KEY_ID"] = Key,
            ["AWS_SECRET_ACCESS_KEY"] = Secret,
        };
        await using var sink = await FakeService.AnsweringAsync(202);
        settings["K_SINK"] = sink.Address.ToString();
        foreach (var (name, value) in more)
            settings[name] = value;
        await using var job = JobProcess.Start(settings);
        return await job.EndAsync();
    }

    private string[] Shipped() => [.. _s3.Store.Bucket(Bucket).Objects().Select(stored => stored.Key)
        .Where(key => !key.StartsWith("_longshore/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private string InVolume(string name) => Path.Combine(_folder, "volume", name);

    private string Pem(string text)
    {
        var path = Path.Combine(_folder, "certificate.pem");
        File.WriteAllText(path, text);
        return path;
    }
}
