using System.Globalization;
using System.Xml;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>Elements that several listings share.</summary>
internal static class ListingXml
{
    /// <summary>How names are written: as they are, or percent-encoded with <c>encoding-type=url</c>.</summary>
    public static Func<string, string> Encoder(Query query) => query["encoding-type"] switch
    {
        null => text => text,
        "url" => UrlText.EncodeForListing,
        var other => throw S3Errors.InvalidArgument("encoding-type", other, "Invalid Encoding Method specified in Request"),
    };

    public static void WriteObject(XmlWriter writer, StoredObject stored, long size)
    {
        writer.WriteElementString("LastModified", Respond.Iso(stored.LastModified));
        writer.WriteElementString("ETag", ObjectResponse.Quote(stored.ETag));
        if (stored.Checksum is { } checksum)
        {
            writer.WriteElementString("ChecksumAlgorithm", checksum.Algorithm.Name());
            writer.WriteElementString("ChecksumType", checksum.Type.Name());
        }
        writer.WriteElementString("Size", size.ToString(CultureInfo.InvariantCulture));
        writer.WriteElementString("StorageClass", stored.Headers.StorageClass);
    }

    public static void WriteOwner(XmlWriter writer, string element, string id)
    {
        writer.WriteStartElement(element);
        writer.WriteElementString("ID", id);
        writer.WriteElementString("DisplayName", id);
        writer.WriteEndElement();
    }

    public static void WritePrefixes(XmlWriter writer, IEnumerable<string> prefixes, Func<string, string> encode)
    {
        foreach (var prefix in prefixes)
        {
            writer.WriteStartElement("CommonPrefixes");
            writer.WriteElementString("Prefix", encode(prefix));
            writer.WriteEndElement();
        }
    }
}
