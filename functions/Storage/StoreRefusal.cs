using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Longshore.Storage.HotPath;
using Longshore.Storage.Objects;

namespace Longshore.Storage;

/// <summary>S3's error document as the exception that the SDK makes of it. Source: Amazon S3 API, "Error responses".</summary>
internal static class StoreRefusal
{
    /// <summary>Longer ones are a proxy's page.</summary>
    private const int Longest = 16 << 10;

    /// <summary>Code, message, request id and status of an answer without success; its date is in <see cref="StoreErrors.StoreDate"/>.</summary>
    public static async Task<AmazonS3Exception> OfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var (code, message) = Read(await StartAsync(response, cancellation).ConfigureAwait(false));
        var refusal = new AmazonS3Exception($"The store answered {(int)response.StatusCode} {code} {message}".TrimEnd(), ErrorType.Unknown, code,
            ObjectSender.Header(response, "x-amz-request-id"), response.StatusCode);
        if (response.Headers.Date is { } theirs)
            refusal.Data[StoreErrors.StoreDate] = theirs;
        return refusal;
    }

    /// <summary>The start of the body; what is cut is none: the status tells all there is to know then.</summary>
    private static async Task<byte[]> StartAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var start = new byte[Longest];
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            return start[..await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false)];
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return [];
        }
    }

    /// <summary>A body that is no such document leaves the status to speak.</summary>
    private static (string? Code, string? Message) Read(byte[] body)
    {
        string? code = null, message = null;
        try
        {
            var document = new XmlScan(body);
            document.Enter("Error"u8);
            while (document.TryChild(depth: 1))
            {
                if (document.Name.SequenceEqual("Code"u8))
                    code = Text(document.Text());
                else if (document.Name.SequenceEqual("Message"u8))
                    message = Text(document.Text());
                else
                    document.Skip();
            }
        }
        catch (FormatException)
        {
            return (null, null);
        }

        return (code, message);
    }

    private static string Text(ReadOnlySpan<byte> text) => System.Net.WebUtility.HtmlDecode(Encoding.UTF8.GetString(text));
}
