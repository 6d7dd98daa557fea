using System.Globalization;
using System.Xml.Linq;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>The parts that a completion lists: ascending, uploaded, with the right ETags and checksums, none too small.</summary>
internal static class PartSelection
{
    public static List<UploadedPart> Select(MultipartUpload upload, XElement root, long minimumPartSize)
    {
        var uploaded = upload.Parts().ToDictionary(part => part.Number);
        var chosen = new List<UploadedPart>();
        foreach (var item in RequestXml.Children(root, "Part"))
        {
            if (!int.TryParse(RequestXml.Child(item, "PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture,
                out var number))
                throw S3Errors.MalformedXml();
            if (chosen.Count > 0 && number <= chosen[^1].Number)
                throw new S3Exception(400, "InvalidPartOrder",
                    "The list of parts was not in ascending order. The parts list must be specified in order by part number.");
            if (!uploaded.TryGetValue(number, out var part) || RequestXml.Child(item, "ETag")?.Trim('"') != part.ETag)
                throw InvalidPart(number);
            CheckChecksum(upload, item, part);
            chosen.Add(part);
        }
        if (chosen.Count == 0)
            throw S3Errors.MalformedXml();
        return chosen.SkipLast(1).FirstOrDefault(part => part.Body.Length < minimumPartSize) is { } small
            ? throw new S3Exception(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            {
                Details = [new("ProposedSize", small.Body.Length.ToString(CultureInfo.InvariantCulture)),
                    new("PartNumber", small.Number.ToString(CultureInfo.InvariantCulture))],
            }
            : chosen;
    }

    private static void CheckChecksum(MultipartUpload upload, XElement item, UploadedPart part)
    {
        var announced = RequestXml.Child(item, upload.Algorithm.Element());
        if (announced is null && upload.ChecksumChosen && upload.Type == ChecksumType.Composite)
        {
            throw S3Errors.InvalidRequest(
                $"The upload was created using a {upload.Algorithm.Name().ToLowerInvariant()} checksum. The complete request "
                    + $"must include the checksum for each part. It was missing for part {part.Number} in the request.");
        }
        if (announced is not null && announced != Convert.ToBase64String(part.Checksum))
            throw InvalidPart(part.Number);
    }

    private static S3Exception InvalidPart(int number) =>
        new(400, "InvalidPart",
            "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified "
            + "entity tag may not match the part's entity tag.")
        {
            Details = [new("PartNumber", number.ToString(CultureInfo.InvariantCulture))],
        };
}
