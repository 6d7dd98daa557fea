namespace Longshore.Store;

/// <summary>S3's error document as the exception that the SDK makes of it. Source: Amazon S3 API, "Error responses".</summary>
internal static class StoreRefusal
{
    /// <summary>Longer ones are a proxy's page.</summary>
    private const int Longest = 16 << 10;

    /// <summary>
    /// Code, message, request id and status of an answer without success; date and message are in its data
    /// (<see cref="StoreErrors"/>).
    /// </summary>
    public static async Task<AmazonS3Exception> OfAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        Of(response, await StartAsync(response, cancellation));

    /// <summary>
    /// The same of a body that was read already: S3 tells a failure to complete an upload in an answer of success, too.
    /// </summary>
    public static AmazonS3Exception Of(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var fields = Read(body);
        var (code, message) = (fields.GetValueOrDefault("Code"), fields.GetValueOrDefault("Message"));
        var status = response.IsSuccessStatusCode ? StoreErrors.StatusOf(code) : response.StatusCode;
        var refusal =
            new AmazonS3Exception($"The store answered {(int)status} {code} {message}".TrimEnd(), ErrorType.Unknown, code,
            ObjectSender.Header(response, "x-amz-request-id"), status);
        refusal.Data[StoreErrors.StoreMessage] = message;
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
            using var body = await response.Content.ReadAsStreamAsync(cancellation);
            return start[..await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation)];
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return [];
        }
    }

    /// <summary>A body that is no such document leaves the status to speak.</summary>
    private static Dictionary<string, string> Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return XmlFields.Read(body, "Error", "Code", "Message");
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
