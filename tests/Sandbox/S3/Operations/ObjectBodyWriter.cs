using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>Sends an object's bytes, or what a fault makes of them.</summary>
internal static class ObjectBodyWriter
{
    public static async Task WriteAsync(S3Request request, StoredObject stored, ByteRange range, int status)
    {
        var faults = request.Faults;
        if (faults.LoseResponse)
        {
            request.Http.Abort();
            return;
        }
        var length = Math.Min(range.Length, faults.TruncateAfter ?? long.MaxValue);
        request.Http.Response.StatusCode = status;
        request.Http.Response.ContentLength = length;
        if (HttpMethods.IsHead(request.Http.Request.Method))
            return;
        var send = Math.Min(length, faults.CutResponseAfter ?? long.MaxValue);
        var corrupt = faults.CorruptBody;
        foreach (var segment in stored.Body.Slice(range.Offset, send))
        {
            await request.Http.Response.Body.WriteAsync(corrupt ? Corrupted(segment) : segment, request.Http.RequestAborted);
            corrupt = false;
        }
        if (faults.CutResponseAfter is null)
            return;
        await request.Http.Response.Body.FlushAsync(request.Http.RequestAborted);
        request.Http.Abort();
    }

    private static ReadOnlyMemory<byte> Corrupted(ReadOnlyMemory<byte> segment)
    {
        var copy = segment.ToArray();
        copy[0] ^= 0xFF;
        return copy;
    }
}
