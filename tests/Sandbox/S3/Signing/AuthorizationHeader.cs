namespace Longshore.Sandbox.S3.Signing;

/// <summary>
/// <c>Authorization: AWS4-HMAC-SHA256 Credential=key/date/region/service/aws4_request, SignedHeaders=…, Signature=…</c>
/// </summary>
internal sealed record AuthorizationHeader(
    string AccessKeyId, string Date, string Region, string Service, string[] SignedHeaders, string Signature)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    public string Scope { get; } = $"{Date}/{Region}/{Service}/aws4_request";

    /// <summary>Null if the text is anything else, signatures of other versions included.</summary>
    public static AuthorizationHeader? TryParse(string text)
    {
        if (!text.StartsWith(Algorithm + " ", StringComparison.Ordinal))
            return null;
        string? credential = null, headers = null, signature = null;
        foreach (var item in text[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            switch (item.Split('=', 2))
            {
                case ["Credential", var value]:
                    credential = value;
                    break;
                case ["SignedHeaders", var value]:
                    headers = value;
                    break;
                case ["Signature", var value]:
                    signature = value;
                    break;
                default:
                    return null;
            }
        }
        return headers is { Length: > 0 } && signature is { Length: 64 }
            && credential?.Split('/') is [var key, { Length: 8 } date, var region, var service, "aws4_request"]
            ? new AuthorizationHeader(key, date, region, service, headers.Split(';'), signature)
            : null;
    }
}
