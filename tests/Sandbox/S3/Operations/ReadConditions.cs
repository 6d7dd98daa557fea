using System.Globalization;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>Conditional reads, in the order of RFC 9110, 13.2.2; times count in whole seconds.</summary>
internal static class ReadConditions
{
    public static bool IsNotModified(S3Request request, StoredObject stored)
    {
        if (request.Header("If-Match") is { } match)
        {
            if (!Names(match, stored.ETag))
                throw S3Errors.PreconditionFailed("If-Match");
        }
        else if (Time(request, "If-Unmodified-Since") is { } unmodified && Seconds(stored) > unmodified)
            throw S3Errors.PreconditionFailed("If-Unmodified-Since");
        if (request.Header("If-None-Match") is { } none)
            return Names(none, stored.ETag);
        return Time(request, "If-Modified-Since") is { } modified && Seconds(stored) <= modified;
    }

    private static bool Names(string list, string etag) =>
        list.Split(',', StringSplitOptions.TrimEntries).Any(item => item == "*" || item.Trim('"') == etag);

    private static long? Time(S3Request request, string name) =>
        DateTimeOffset.TryParse(request.Header(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeSeconds()
            : null;

    private static long Seconds(StoredObject stored) => stored.LastModified.ToUnixTimeSeconds();
}
