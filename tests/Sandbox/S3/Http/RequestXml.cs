using System.Xml;
using System.Xml.Linq;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Http;

/// <summary>Reads the XML documents that clients send; namespaces are ignored, as S3 does.</summary>
internal static class RequestXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        CheckCharacters = false,
    };

    /// <summary>The root element, or MalformedXML if there is none of that name.</summary>
    public static XElement Parse(Body body, string root)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray());
            using var reader = XmlReader.Create(stream, Settings);
            var element = XDocument.Load(reader).Root;
            return element?.Name.LocalName == root ? element : throw S3Errors.MalformedXml();
        }
        catch (XmlException)
        {
            throw S3Errors.MalformedXml();
        }
    }

    public static IEnumerable<XElement> Children(XElement parent, string name) =>
        parent.Elements().Where(child => child.Name.LocalName == name);

    /// <summary>The child's text; null if there is no such child.</summary>
    public static string? Child(XElement parent, string name) => Children(parent, name).FirstOrDefault()?.Value;
}
