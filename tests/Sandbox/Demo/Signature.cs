using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Longshore.Sandbox.Demo;

/// <summary>
/// Signs requests without a body for S3. Written for the read-back alone, so that nothing of the product and nothing of
/// the sandbox's own checks takes part. Source: AWS Signature Version 4 for S3, header authorization.
/// </summary>
internal sealed class Signature(string accessKeyId, string secretAccessKey, string region, TimeProvider time)
{
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>Adds the headers that authorise the request. Its URI must be in S3's own encoding already.</summary>
    public void Sign(HttpRequestMessage request)
    {
        var now = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{now[..8]}/{region}/s3/aws4_request";
        var uri = request.RequestUri!;
        var canonical = $"{request.Method}\n{uri.AbsolutePath}\n{SortedQuery(uri.Query)}\nhost:{uri.Authority}\n"
            + $"x-amz-content-sha256:{EmptyHash}\nx-amz-date:{now}\n\nhost;x-amz-content-sha256;x-amz-date\n{EmptyHash}";
        var text =
            $"AWS4-HMAC-SHA256\n{now}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secretAccessKey),
            static (previous, part) => HMACSHA256.HashData(previous, Encoding.UTF8.GetBytes(part)));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        request.Headers.Add("x-amz-date", now);
        request.Headers.Add("x-amz-content-sha256", EmptyHash);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={accessKeyId}/{scope}, "
            + $"SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={signature}");
    }

    private static string SortedQuery(string query) => string.Join('&', query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(static part => part.Contains('=', StringComparison.Ordinal) ? part : part + "=").Order(StringComparer.Ordinal));
}
