using System.Text.Encodings.Web;

namespace Longshore.Store.Identity;

/// <summary>Limits a session, whatever its role allows: AWS intersects the two. Source: AWS STS API, AssumeRole.</summary>
internal static class SessionPolicy
{
    /// <summary>Allows only the bucket, and in it only the two prefixes; allows KMS if it is used.</summary>
    public static string For(S3Options options)
    {
        var bucket = $"arn:{options.RoleArn!.Split(':')[1]}:s3:::{Literal(options.Bucket)}";
        return """{"Version":"2012-10-17","Statement":["""
            + Allow("s3:*", bucket, $"{bucket}/{Literal(options.Prefix)}*", $"{bucket}/{Literal(options.StatePrefix)}*")
            + (!string.IsNullOrEmpty(options.KmsKeyId) || options.ServerSideEncryption is "aws:kms" or "aws:kms:dsse"
                ? "," + Allow("kms:*", "*") : "")
            + "]}";
    }

    private static string Allow(string action, params IEnumerable<string> resources)
    {
        var listed = string.Join(',', resources.Select(static each => $"\"{JavaScriptEncoder.Default.Encode(each)}\""));
        return $$"""{"Effect":"Allow","Action":"{{action}}","Resource":[{{listed}}]}""";
    }

    /// <summary>Escapes <c>*</c>, <c>?</c> and <c>$</c>, which are wildcards and variables in a policy.</summary>
    private static string Literal(string text) => text
        .Replace("$", "${$}", StringComparison.Ordinal)
        .Replace("*", "${*}", StringComparison.Ordinal)
        .Replace("?", "${?}", StringComparison.Ordinal);
}
