using CloudNative.CloudEvents.Core;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.Net.Http.Headers;

namespace Longshore.Model;

/// <summary>Reads a request's event. The error for a bad event says in a sentence what is wrong.</summary>
internal static class EventReader
{
    /// <summary>Bytes of the largest body of an event.</summary>
    public const long MaxBytes = 1 << 20;

    /// <summary>Bytes of the largest body of a dead letter, which may be an event that was refused for its size.</summary>
    public const long MaxDeadLetterBytes = 8 << 20;

    /// <summary>
    /// Reads an event. The faults that an event may be a dead letter for are accepted in one: its data stays bytes, and a content
    /// type that is not valid is left out of the event (the delivery's headers still have it).
    /// </summary>
    /// <exception cref="RejectedException">The request carries no valid event.</exception>
    public static async Task<CloudEvent> ReadAsync(HttpRequest request, bool isDeadLetter, CancellationToken cancellation)
    {
        if (isDeadLetter && !MediaTypeHeaderValue.TryParse(request.ContentType, out _))
            request.ContentType = null;
        EventChecks.CheckHeaders(request);
        var body = await ReadBodyAsync(request, isDeadLetter ? MaxDeadLetterBytes : MaxBytes, cancellation);
        var isStructured = MimeUtilities.IsCloudEventsContentType(request.ContentType);
        // The data of a dead letter in binary mode may be of any kind.
        if (isStructured || !isDeadLetter)
            EventChecks.CheckCoding(request, body.Span);
        if (isStructured)
            body = EventChecks.CheckEnvelope(body);

        request.Body = BinaryDataUtilities.AsStream(body);
        try
        {
            var e = await request.ToCloudEventAsync(isDeadLetter ? RawEventFormatter.Instance : EventFormat.Json);
            CarryTrace(request, e);
            if (!isDeadLetter)
                FunctionContext.HopsOf(e);
            return e;
        }
        catch (JsonException wrong)
        {
            throw new RejectedException($"The body is not the JSON that its content type says: {wrong.Message}", wrong);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new RejectedException($"The event is invalid: {FirstLine(wrong.Message)}", wrong);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, long limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
            throw TooLarge(limit);
        using var copy = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (copy.Length + read > limit)
                throw TooLarge(limit);
            copy.Write(buffer, 0, read);
        }

        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }

    private static RejectedException TooLarge(long limit) =>
        new($"The body is over {limit} bytes; larger things are referred to with the dataref extension.");

    /// <summary>Continues the trace of a sender that sets only the HTTP header and not the extension.</summary>
    private static void CarryTrace(HttpRequest request, CloudEvent e)
    {
        if (e[EventFactory.TraceParent] is null && request.Headers.TraceParent is { Count: 1 } trace
            && trace[0] is { Length: > 0 } text)
            e.SetAttributeFromString(EventFactory.TraceParent, text);
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');
}

/// <summary>
/// Leaves the data of a binary-mode event as bytes for every content type: an event may be a dead letter because its data does
/// not have its content type, and must be kept all the same.
/// </summary>
internal sealed class RawEventFormatter : JsonEventFormatter
{
    public static readonly RawEventFormatter Instance = new();

    private RawEventFormatter()
        : base(new JsonSerializerOptions { TypeInfoResolver = EventDataJson.Default }, default)
    {
    }

    public override void DecodeBinaryModeEventData(ReadOnlyMemory<byte> body, CloudEvent cloudEvent) =>
        cloudEvent.Data = body.ToArray();
}
