namespace Longshore.Store.Objects;

/// <summary>The texts of some elements right beneath the root of a small document.</summary>
internal static class XmlFields
{
    /// <summary>What the document does not tell, or tells as nothing, is not there.</summary>
    /// <param name="body">The document.</param>
    /// <param name="root">Its root; empty takes any.</param>
    /// <param name="names">The elements.</param>
    /// <exception cref="FormatException">It is no such document, or not all of it.</exception>
    public static Dictionary<string, string> Read(ReadOnlySpan<byte> body, string root, params ReadOnlySpan<string> names)
    {
        var scan = new XmlScan(body);
        scan.Enter(Encoding.UTF8.GetBytes(root));
        return Read(ref scan, depth: 1, names);
    }

    /// <summary>Whether it is a document with this root.</summary>
    public static bool IsOf(ReadOnlySpan<byte> body, string root)
    {
        try
        {
            return new XmlScan(body).TryEnter(Encoding.UTF8.GetBytes(root));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Those of the element that was entered, which stands so deep.</summary>
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
