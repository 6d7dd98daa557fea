using System.Globalization;
using System.Xml;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

internal static class GetObjectAttributesOperation
{
    public static Task RunAsync(S3Request request)
    {
        request.Authorize("s3:GetObject", request.ObjectArn);
        var stored = ObjectLookup.Find(request);
        var asked = string.Join(',', request.Http.Request.Headers["x-amz-object-attributes"].ToArray())
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length == 0)
            throw S3Errors.InvalidArgument("x-amz-object-attributes", null, "The object attributes header is missing");
        request.Http.Response.Headers.LastModified = stored.LastModified.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        return Respond.XmlAsync(request, "GetObjectAttributesResponse", writer =>
        {
            foreach (var name in asked)
                WriteAttribute(writer, name, stored);
        });
    }

    private static void WriteAttribute(XmlWriter writer, string name, StoredObject stored)
    {
        switch (name)
        {
            case "ETag":
                writer.WriteElementString("ETag", stored.ETag);
                break;
            case "ObjectSize":
                writer.WriteElementString("ObjectSize", stored.Size.ToString(CultureInfo.InvariantCulture));
                break;
            case "StorageClass":
                writer.WriteElementString("StorageClass", stored.Headers.StorageClass);
                break;
            case "Checksum" when stored.Checksum is { } checksum:
                writer.WriteStartElement("Checksum");
                writer.WriteElementString(checksum.Algorithm.Element(), checksum.Value);
                writer.WriteElementString("ChecksumType", checksum.Type.Name());
                writer.WriteEndElement();
                break;
            case "ObjectParts" when stored.Parts.Count > 0:
                WriteParts(writer, stored);
                break;
            case "Checksum" or "ObjectParts":
                break;
            default:
                throw S3Errors.InvalidArgument("x-amz-object-attributes", name, "Invalid attribute name specified.");
        }
    }

    private static void WriteParts(XmlWriter writer, StoredObject stored)
    {
        writer.WriteStartElement("ObjectParts");
        writer.WriteElementString("PartsCount", stored.Parts.Count.ToString(CultureInfo.InvariantCulture));
        writer.WriteElementString("IsTruncated", "false");
        foreach (var part in stored.Parts.Where(_ => stored.Checksum?.Type == ChecksumType.Composite))
        {
            writer.WriteStartElement("Part");
            writer.WriteElementString("PartNumber", part.Number.ToString(CultureInfo.InvariantCulture));
            writer.WriteElementString("Size", part.Size.ToString(CultureInfo.InvariantCulture));
            writer.WriteElementString(stored.Checksum!.Algorithm.Element(), part.Checksum);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }
}
