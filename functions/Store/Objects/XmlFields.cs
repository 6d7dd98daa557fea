namespace Longshore.Store.Objects;

/// <summary>Reads the texts of some child elements of a small XML document.</summary>
internal static class XmlFields
{
    /// <summary>The texts of the root's children. An element that is missing or empty is not in the result.</summary>
    /// <param name="body">The document.</param>
    /// <param name="root">Name of the root; empty accepts any.</param>
    /// <param name="names">Names of the wanted elements.</param>
    /// <exception cref="FormatException">The body is not such a document, or not all of it.</exception>
    public static Dictionary<string, string> Read(ReadOnlySpan<byte> body, string root, params ReadOnlySpan<string> names)
    {
        var scan = new XmlScan(body);
        scan.Enter(Encoding.UTF8.GetBytes(root));
        return Read(ref scan, depth: 1, names);
    }

    /// <summary>The same for the element that was just entered, at this depth.</summary>
    public static Dictionary<string, string> Read(ref XmlScan scan, int depth, params ReadOnlySpan<string> names)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (scan.TryChild(depth))
        {
            var name = Encoding.UTF8.GetString(scan.Name);
            if (!names.Contains(name))
                scan.Skip();
            else if (ListPage.Decoded(scan.Text()).Trim() is { Length: > 0 } text)
                fields[name] = text;
        }

        return fields;
    }
}
