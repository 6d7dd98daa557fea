using System.Globalization;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>GetObject and HeadObject: one operation, with and without the bytes.</summary>
internal static class GetObjectOperation
{
    public static async Task RunAsync(S3Request request)
    {
        request.Authorize(request.Query.Has("versionId") ? "s3:GetObjectVersion" : "s3:GetObject", request.ObjectArn);
        var stored = ObjectLookup.Find(request);
        var response = request.Http.Response;
        if (ReadConditions.IsNotModified(request, stored))
        {
            response.Headers.ETag = ObjectResponse.Quote(stored.ETag);
            await Respond.EmptyAsync(request, StatusCodes.Status304NotModified);
            return;
        }
        var range = PartRange(request, stored) ?? ByteRange.Parse(request.Header("Range"), stored.Size);
        ObjectResponse.Describe(request, stored, withChecksum: range is null);
        AddOverrides(request);
        if (range is { } part)
            response.Headers.ContentRange = part.ContentRange(stored.Size);
        var status = range is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        await ObjectBodyWriter.WriteAsync(request, stored, range ?? new ByteRange(0, stored.Size), status);
    }

    private static ByteRange? PartRange(S3Request request, StoredObject stored)
    {
        if (request.Query["partNumber"] is null)
            return null;
        var number = request.Query.Number("partNumber", 1, 1, 10_000);
        if (number > Math.Max(1, stored.Parts.Count))
            throw new S3Exception(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
        if (stored.Parts.Count == 0)
            return new ByteRange(0, stored.Size);
        request.Http.Response.Headers["x-amz-mp-parts-count"] = stored.Parts.Count.ToString(CultureInfo.InvariantCulture);
        return new ByteRange(stored.Parts.Take(number - 1).Sum(part => part.Size), stored.Parts[number - 1].Size);
    }

    private static void AddOverrides(S3Request request)
    {
        foreach (var (name, value) in request.Query.Pairs)
        {
            if (name.StartsWith("response-", StringComparison.Ordinal))
                request.Http.Response.Headers[name["response-".Length..]] = value;
        }
    }
}
