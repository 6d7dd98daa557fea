using System.Text;
using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.S3.Signing;

/// <summary>The text that a client signs (IAM User Guide, "Create a signed AWS API request", step 1).</summary>
internal static class CanonicalRequest
{
    public static string Build(HttpRequest request, string path, Query query, string[] signedHeaders, string payloadHash)
    {
        var text = new StringBuilder(1024).Append(request.Method).Append('\n');
        UrlText.AppendEncoded(text, path, keepSlash: true);
        text.Append('\n');
        AppendQuery(text, query);
        text.Append('\n');
        foreach (var name in signedHeaders)
            AppendHeader(text, name, request);
        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    private static void AppendQuery(StringBuilder text, Query query)
    {
        if (query.Pairs.Count == 0)
            return;
        var encoded = query.Pairs
            .Select(pair => (Name: Encode(pair.Key), Value: Encode(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal);
        var first = true;
        foreach (var (name, value) in encoded)
        {
            if (!first)
                text.Append('&');
            text.Append(name).Append('=').Append(value);
            first = false;
        }
    }

    private static string Encode(string value)
    {
        var encoded = new StringBuilder(value.Length);
        UrlText.AppendEncoded(encoded, value, keepSlash: false);
        return encoded.ToString();
    }

    private static void AppendHeader(StringBuilder text, string name, HttpRequest request)
    {
        text.Append(name).Append(':');
        var first = true;
        foreach (var value in request.Headers[name])
        {
            if (!first)
                text.Append(',');
            AppendTrimmed(text, value.AsSpan().Trim());
            first = false;
        }
        text.Append('\n');
    }

    private static void AppendTrimmed(StringBuilder text, ReadOnlySpan<char> value)
    {
        if (!value.Contains("  ", StringComparison.Ordinal))
        {
            text.Append(value);
            return;
        }
        var space = false;
        foreach (var c in value)
        {
            if (c != ' ' || !space)
                text.Append(c);
            space = c == ' ';
        }
    }
}
