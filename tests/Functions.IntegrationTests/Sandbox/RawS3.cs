using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;

namespace Longshore.IntegrationTests.Sandbox;

/// <summary>
/// A sandbox and a client that signs by hand, so that every part of a signature can be got wrong on purpose. It shares no
/// code with the verifier.
/// </summary>
internal sealed class RawS3 : IAsyncDisposable
{
    public const string AccessKey = "AKIDRAW";
    public const string Secret = "raw-secret";
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private RawS3(S3Server server) => Server = server;

    public S3Server Server { get; }
    public DateTimeOffset Now { get; set; } = TimeProvider.System.GetUtcNow();

    /// <summary>The Host header; by default the endpoint's own.</summary>
    public string? Host { get; set; }

    public string Region { get; set; } = "us-east-1";
    public string Key { get; set; } = AccessKey;
    public string SigningSecret { get; set; } = Secret;
    public string AmzDate => Now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
    public string Scope => $"{AmzDate[..8]}/{Region}/s3/aws4_request";

    /// <summary>The signature of the last request: the seed of its chunks' signatures.</summary>
    public string Signature { get; private set; } = "";

    public static async Task<RawS3> StartAsync(Func<S3ServerOptions, S3ServerOptions>? adjust = null)
    {
        var options = new S3ServerOptions { Iam = IamDirectory.WithAdministrator(AccessKey, Secret), Buckets = ["media"] };
        return new RawS3(await S3Server.StartAsync(adjust?.Invoke(options) ?? options));
    }

    /// <param name="path">Already encoded, without a query.</param>
    /// <param name="payload">Of <c>x-amz-content-sha256</c>; null is the body's own hash.</param>
    /// <param name="unsigned">Headers that are sent but left out of the signature.</param>
    public HttpRequestMessage Request(HttpMethod method, string path, byte[]? body = null, string? payload = null,
        Dictionary<string, string>? headers = null, Dictionary<string, string>? unsigned = null)
    {
        payload ??= Hex(SHA256.HashData(body ?? []));
        var signed = new SortedDictionary<string, string>(headers ?? [], StringComparer.Ordinal)
        {
            ["host"] = Host ?? Server.Endpoint.Authority,
            ["x-amz-content-sha256"] = payload,
            ["x-amz-date"] = AmzDate,
        };
        var names = string.Join(';', signed.Keys);
        var canonical =
            $"{method}\n{path}\n\n{string.Concat(signed.Select(pair => $"{pair.Key}:{pair.Value}\n"))}\n{names}\n{payload}";
        Signature = Sign($"AWS4-HMAC-SHA256\n{AmzDate}\n{Scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}");
        var request = new HttpRequestMessage(method,
            new Uri(Server.Endpoint, path))
        { Content = body is null ? null : new ByteArrayContent(body) };
        request.Headers.Host = Host;
        foreach (var (name, value) in signed.Concat(unsigned ?? []).Where(pair => pair.Key != "host"))
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256", $"Credential={Key}/{Scope}, SignedHeaders={names}, Signature={Signature}");
        return request;
    }

    /// <summary>The status and, if it is an error, S3's code.</summary>
    public async Task<(int Status, string Code)> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var response = await _http.SendAsync(request, Xunit.TestContext.Current.CancellationToken))
        {
            var text = await response.Content.ReadAsStringAsync(Xunit.TestContext.Current.CancellationToken);
            var code = text.Contains("<Code>", StringComparison.Ordinal) ? text.Split("<Code>")[1].Split("</Code>")[0] : "";
            return ((int)response.StatusCode, code);
        }
    }

    public string Sign(string text)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + SigningSecret);
        foreach (var part in Scope.Split('/'))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    public static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
