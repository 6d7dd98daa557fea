using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;
using BenchmarkDotNet.Attributes;
using Longshore.Store.HotPath;

namespace Longshore.Benchmarks.Micro;

/// <summary>The signature of a conditional PUT with metadata, checksum and a role's token.</summary>
[MemoryDiagnoser]
public class Signing
{
    private const string Stamp = "20261124T130405Z";
    private static readonly string Hash = new('a', 64);
    private readonly RequestSigner _signer = new("eu-central-1", "s3");
    private readonly ImmutableCredentials _credentials = new(
        "ASIABENCH00000000000", "bench-secret-not-real", new string('t', 800));

    private readonly List<KeyValuePair<string, string>> _headers =
    [
        new("content-type", "application/octet-stream"),
        new("host", "127.0.0.1:9000"),
        new("if-none-match", "*"),
        new("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        new("x-amz-content-sha256", Hash),
        new("x-amz-date", Stamp),
        new("x-amz-meta-mode", "644"),
        new("x-amz-meta-mtime", "1795525445.123456789"),
        new("x-amz-security-token", new string('t', 800)),
    ];

    private readonly string _names;
    private readonly string _canonical;

    public Signing()
    {
        _names = string.Join(';', _headers.Select(header => header.Key));
        var headers = string.Concat(_headers.Select(header => $"{header.Key}:{header.Value}\n"));
        _canonical = $"PUT\n/bucket/2026-11-24T13/cam-00001.jpg\n\n{headers}\n{_names}\n{Hash}";
    }

    /// <summary>The SDK's public signer, which is handed the canonical request ready-made.</summary>
    [Benchmark(Baseline = true)]
    public string Sdk() => AWS4Signer.ComputeSignature(
        _credentials, "eu-central-1", new DateTime(2026, 11, 24, 13, 4, 5, DateTimeKind.Utc), "s3", _names,
        _canonical).ForAuthorizationHeader;

    [Benchmark]
    public string Put() =>
        _signer.Authorize(_credentials, Stamp, "PUT", "/bucket/2026-11-24T13/cam-00001.jpg", "", _headers, Hash);
}
