namespace Longshore.Store.Objects;

/// <summary>Reads entity tags. Source: RFC 9110, section 8.8.3.</summary>
internal static class ETag
{
    /// <summary>
    /// The tag without quotes and without the mark of a weak one (<c>W/"x"</c>): stores and proxies add and drop both, and it is
    /// the same object. Empty if there is none.
    /// </summary>
    public static string Of(string? text)
    {
        var tag = text.AsSpan().Trim();
        if (tag.StartsWith("W/", StringComparison.OrdinalIgnoreCase))
            tag = tag[2..];
        return tag.Trim('"').ToString();
    }
}
