using System.Runtime.InteropServices;
using System.Xml;

namespace Longshore.Store.Objects;

/// <summary>Reads the small documents that S3 answers with. DTDs are refused; namespaces are passed over.</summary>
internal static class XmlFields
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        // A key may hold characters that XML 1.0 does not allow, and stores write them as references all the same.
        CheckCharacters = false,
        XmlResolver = null,
    };

    /// <summary>Reads a document from inside its root to the root's end.</summary>
    /// <param name="body">The document.</param>
    /// <param name="root">Its root; null takes any: not every store names the root of its answers as S3 does.</param>
    /// <param name="child">Called at each child element; it must read or skip the whole of it.</param>
    /// <exception cref="FormatException">It is no such document, or not all of it.</exception>
    public static void ReadChildren(ReadOnlyMemory<byte> body, string? root, Action<XmlReader> child)
    {
        try
        {
            using var reader = Open(body);
            if (reader.MoveToContent() != XmlNodeType.Element || (root is not null && reader.LocalName != root))
                throw new FormatException("A document that cannot be read: another document.");
            ReadChildren(reader, child);
        }
        catch (XmlException e)
        {
            throw new FormatException($"A document that cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The same of the element at which the reader stands.</summary>
    public static void ReadChildren(XmlReader reader, Action<XmlReader> child)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return;
        }

        reader.ReadStartElement();
        while (reader.MoveToContent() == XmlNodeType.Element)
            child(reader);
        reader.ReadEndElement();
    }

    /// <summary>
    /// The texts of some elements right beneath the root. What the document does not tell, or tells as nothing, is not there.
    /// </summary>
    /// <param name="body">The document.</param>
    /// <param name="root">Its root; null takes any.</param>
    /// <param name="names">The elements.</param>
    /// <exception cref="FormatException">It is no such document, or not all of it.</exception>
    public static Dictionary<string, string> Read(ReadOnlyMemory<byte> body, string? root, params string[] names)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        ReadChildren(body, root, reader => Add(reader, fields, names));
        return fields;
    }

    /// <summary>The same of the element at which the reader stands.</summary>
    public static Dictionary<string, string> Read(XmlReader reader, params string[] names)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        ReadChildren(reader, each => Add(each, fields, names));
        return fields;
    }

    /// <summary>Whether it is a document with this root.</summary>
    public static bool IsOf(ReadOnlyMemory<byte> body, string root)
    {
        try
        {
            using var reader = Open(body);
            return reader.MoveToContent() == XmlNodeType.Element && reader.LocalName == root;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static void Add(XmlReader reader, Dictionary<string, string> fields, string[] names)
    {
        var name = reader.LocalName;
        if (!names.Contains(name))
            reader.Skip();
        else if (reader.ReadElementContentAsString().Trim() is { Length: > 0 } text)
            fields[name] = text;
    }

    private static XmlReader Open(ReadOnlyMemory<byte> body) => XmlReader.Create(
        MemoryMarshal.TryGetArray(body, out var bytes) ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count) : new MemoryStream(body.ToArray()),
        Settings);
}
