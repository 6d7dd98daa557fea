namespace Longshore.Store.Objects;

/// <summary>Reads <c>S3:Tags</c>. An object has ten tags at most. Source: Amazon S3 API, PutObject, x-amz-tagging.</summary>
internal static class ObjectTags
{
    /// <summary>The value of <c>x-amz-tagging</c>, or null without tags. The text has passed <see cref="TryParse"/>.</summary>
    public static string? Header(string? text) => TryParse(text, out var tags, out _) && tags.Count > 0
        ? string.Join('&', tags.Select(tag => $"{Uri.EscapeDataString(tag.Key)}={Uri.EscapeDataString(tag.Value)}"))
        : null;

    public static bool TryParse(string? text, out List<(string Key, string Value)> tags, out string problem)
    {
        tags = [];
        problem = "";
        foreach (var pair in (text ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                problem = "it takes a=b&c=d";
                return false;
            }

            tags.Add((Uri.UnescapeDataString(pair[..equals]), Uri.UnescapeDataString(pair[(equals + 1)..])));
        }

        if (tags.Count <= 10)
            return true;
        problem = "an object takes ten tags at most";
        return false;
    }
}
