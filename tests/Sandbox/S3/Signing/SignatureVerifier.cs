using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.S3.Signing;

/// <summary>
/// Verifies Signature Version 4 in the Authorization header: scope, clock, session token and its expiry, that every
/// <c>x-amz-*</c> header is signed, and the signature itself.
/// </summary>
internal sealed class SignatureVerifier(TimeProvider time, IamDirectory iam, string region)
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(15);
    private readonly SigningKeys _keys = new();

    /// <param name="payloadHash">The last line of the canonical request.</param>
    /// <param name="service"><c>s3</c> or <c>sts</c>.</param>
    public VerifiedSignature Verify(HttpRequest request, string path, Query query, string payloadHash, string service)
    {
        var header = Parse(request, service);
        var amzDate = CheckTime(request, header);
        var credential = CheckCredential(request, header);
        CheckHeaders(request, header, service);
        var canonical = CanonicalRequest.Build(request, path, query, header.SignedHeaders, payloadHash);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var toSign = $"{AuthorizationHeader.Algorithm}\n{amzDate}\n{header.Scope}\n{hash}";
        var key = _keys.For(credential.SecretAccessKey, header);
        if (!SigningKeys.Same(SigningKeys.SignHex(key, toSign), header.Signature))
        {
            throw new SignatureRefusedException(
                SignatureRefusal.Mismatch,
                "The request signature we calculated does not match the signature you provided. Check your key and "
                    + "signing method.")
            {
                Details =
                [
                    new("AWSAccessKeyId", header.AccessKeyId), new("StringToSign", toSign),
                    new("SignatureProvided", header.Signature), new("CanonicalRequest", canonical),
                ],
            };
        }
        return new VerifiedSignature(credential, key, amzDate, header.Scope, header.Signature, payloadHash);
    }

    private AuthorizationHeader Parse(HttpRequest request, string service)
    {
        var text = request.Headers.Authorization.ToString();
        if (text.Length == 0)
            throw new SignatureRefusedException(SignatureRefusal.Anonymous, "Access Denied: the request is not signed");
        var header = AuthorizationHeader.TryParse(text) ?? throw new SignatureRefusedException(
            SignatureRefusal.Malformed,
            "The authorization header is malformed; it must be AWS4-HMAC-SHA256 with Credential, SignedHeaders and Signature.");
        if (header.Service != service)
        {
            throw new SignatureRefusedException(
                SignatureRefusal.Malformed,
                $"The authorization header is malformed; incorrect service \"{header.Service}\". This endpoint belongs "
                + $"to \"{service}\".");
        }
        if (header.Region != region)
        {
            throw new SignatureRefusedException(
                SignatureRefusal.WrongRegion,
                $"The authorization header is malformed; the region '{header.Region}' is wrong; expecting '{region}'")
            {
                Details = [new("Region", region)],
            };
        }
        return header;
    }

    private string CheckTime(HttpRequest request, AuthorizationHeader header)
    {
        var text = request.Headers["x-amz-date"].ToString();
        if (!DateTimeOffset.TryParseExact(
                text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed))
        {
            throw new SignatureRefusedException(
                SignatureRefusal.Malformed, "AWS authentication requires a valid x-amz-date header (yyyyMMddTHHmmssZ)");
        }
        if (!text.StartsWith(header.Date, StringComparison.Ordinal))
        {
            throw new SignatureRefusedException(
                SignatureRefusal.Malformed, $"The credential's date {header.Date} is not that of x-amz-date {text}");
        }
        var now = time.GetUtcNow();
        if ((now - signed).Duration() > MostSkew)
        {
            throw new SignatureRefusedException(
                SignatureRefusal.TimeTooSkewed, "The difference between the request time and the current time is too large.")
            {
                Details =
                [
                    new("RequestTime", text), new("ServerTime", Respond.Iso(now)),
                    new("MaxAllowedSkewMilliseconds", ((long)MostSkew.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)),
                ],
            };
        }
        return text;
    }

    private Credential CheckCredential(HttpRequest request, AuthorizationHeader header)
    {
        var credential = iam.FindCredential(header.AccessKeyId) ?? throw UnknownKey(header.AccessKeyId);
        var token = request.Headers["x-amz-security-token"].ToString();
        if (credential.SessionToken is null)
        {
            return token.Length == 0
                ? credential
                : throw new SignatureRefusedException(SignatureRefusal.InvalidToken,
                    "The provided token is malformed or otherwise invalid.");
        }
        if (token.Length == 0)
            throw UnknownKey(header.AccessKeyId);
        if (token != credential.SessionToken)
            throw new SignatureRefusedException(SignatureRefusal.InvalidToken,
                "The provided token is malformed or otherwise invalid.");
        return credential.Expires > time.GetUtcNow()
            ? credential
            : throw new SignatureRefusedException(SignatureRefusal.ExpiredToken, "The provided token has expired.");
    }

    private static void CheckHeaders(HttpRequest request, AuthorizationHeader header, string service)
    {
        var unsigned = request.Headers.Keys
            .Where(name => name.Equals("host", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            .Where(name => !header.SignedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            .ToList();
        if (unsigned.Count > 0 && (service == "s3" || unsigned.Contains("host", StringComparer.OrdinalIgnoreCase)))
        {
            throw new SignatureRefusedException(
                SignatureRefusal.HeadersNotSigned, "There were headers present in the request which were not signed")
            {
                Details = [new("HeadersNotSigned", string.Join(", ", unsigned))],
            };
        }
    }

    private static SignatureRefusedException UnknownKey(string accessKeyId) =>
        new(SignatureRefusal.UnknownKey, "The AWS Access Key Id you provided does not exist in our records.")
        {
            Details = [new("AWSAccessKeyId", accessKeyId)],
        };
}
