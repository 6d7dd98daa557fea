using System.Text.Json;

namespace Longshore.Store.Identity;

/// <summary>Limits a session, whatever its role allows: AWS intersects the two. Source: AWS STS API, AssumeRole.</summary>
internal static class SessionPolicy
{
    /// <summary>Allows only the bucket, and in it only the two prefixes; allows KMS if it is used.</summary>
    public static string For(S3Options options)
    {
        var partition = options.RoleArn!.Split(':')[1];
        var bucket = $"arn:{partition}:s3:::{Literal(options.Bucket)}";
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("Version", "2012-10-17");
            json.WriteStartArray("Statement");
            Allow(json, "s3:*", bucket, $"{bucket}/{Literal(options.Prefix)}*", $"{bucket}/{Literal(options.StatePrefix)}*");
            if (!string.IsNullOrEmpty(options.KmsKeyId) || options.ServerSideEncryption is "aws:kms" or "aws:kms:dsse")
                Allow(json, "kms:*", "*");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Allow(Utf8JsonWriter json, string action, params ReadOnlySpan<string> resources)
    {
        json.WriteStartObject();
        json.WriteString("Effect", "Allow");
        json.WriteString("Action", action);
        json.WriteStartArray("Resource");
        foreach (var resource in resources)
            json.WriteStringValue(resource);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Escapes <c>*</c>, <c>?</c> and <c>$</c>, which are wildcards and variables in a policy.</summary>
    private static string Literal(string text) => text
        .Replace("$", "${$}", StringComparison.Ordinal)
        .Replace("*", "${*}", StringComparison.Ordinal)
        .Replace("?", "${?}", StringComparison.Ordinal);
}
