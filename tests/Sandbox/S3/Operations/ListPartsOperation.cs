using System.Globalization;
using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.S3.Operations;

internal static class ListPartsOperation
{
    public static Task RunAsync(S3Request request)
    {
        var upload = UploadLookup.Find(request);
        var marker = request.Query.Number("part-number-marker", 0, 0, int.MaxValue);
        var most = Math.Min(1000, request.Query.Number("max-parts", 1000, 0, int.MaxValue));
        var rest = upload.Parts().Where(part => part.Number > marker).ToList();
        var page = rest.Take(most).ToList();
        return Respond.XmlAsync(request, "ListPartsResult", writer =>
        {
            writer.WriteElementString("Bucket", request.Target.Bucket);
            writer.WriteElementString("Key", upload.Key);
            writer.WriteElementString("UploadId", upload.UploadId);
            writer.WriteElementString("PartNumberMarker", Text(marker));
            writer.WriteElementString("NextPartNumberMarker", Text(page.Count == 0 ? marker : page[^1].Number));
            writer.WriteElementString("MaxParts", Text(most));
            writer.WriteElementString("IsTruncated", page.Count < rest.Count ? "true" : "false");
            if (upload.ChecksumChosen)
            {
                writer.WriteElementString("ChecksumAlgorithm", Store.ChecksumNames.Name(upload.Algorithm));
                writer.WriteElementString("ChecksumType", Store.ChecksumNames.Name(upload.Type));
            }
            ListingXml.WriteOwner(writer, "Initiator", upload.InitiatorArn);
            ListingXml.WriteOwner(writer, "Owner", request.Store.Account);
            writer.WriteElementString("StorageClass", upload.Headers.StorageClass);
            foreach (var part in page)
            {
                writer.WriteStartElement("Part");
                writer.WriteElementString("PartNumber", Text(part.Number));
                writer.WriteElementString("LastModified", Respond.Iso(part.LastModified));
                writer.WriteElementString("ETag", ObjectResponse.Quote(part.ETag));
                writer.WriteElementString("Size", part.Body.Length.ToString(CultureInfo.InvariantCulture));
                if (upload.ChecksumChosen && !request.Has(Store.StoreQuirks.TellsNoChecksums))
                    writer.WriteElementString(Store.ChecksumNames.Element(upload.Algorithm),
                        Convert.ToBase64String(part.Checksum));
                writer.WriteEndElement();
            }
        });
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
