using System.Text.Json;
using System.Text.Unicode;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Core;
using CloudNative.CloudEvents.Http;
using Longshore.Events;

namespace Longshore.Hosting;

/// <summary>Reads a request's event and says in a sentence what is wrong with one that cannot be read.</summary>
internal static class EventReader
{
    /// <summary>Bytes of the largest body of an event.</summary>
    public const long MaxBytes = 1 << 20;

    /// <summary>
    /// Bytes of the largest body of a dead letter: above <see cref="MaxBytes"/>, as an event refused for its size must still be kept.
    /// </summary>
    public const long MaxDeadLetterBytes = 8 << 20;

    private static readonly string[] Required = ["specversion", "id", "source", "type"];

    /// <summary>Reads an event; the data of a dead letter stays bytes and may be anything.</summary>
    /// <exception cref="BadEventException">The request carries no valid event.</exception>
    public static async Task<CloudEvent> ReadAsync(HttpRequest request, bool isDeadLetter, CancellationToken cancellation)
    {
        CheckHeaders(request);
        var body = await ReadBodyAsync(request, isDeadLetter ? MaxDeadLetterBytes : MaxBytes, cancellation);
        if (MimeUtilities.IsCloudEventsContentType(request.ContentType))
            CheckEnvelope(body);
        request.Body = BinaryDataUtilities.AsStream(body);
        try
        {
            var e = await request.ToCloudEventAsync(isDeadLetter ? RawEventFormatter.Instance : EventFormat.Json);
            CarryTrace(request, e);
            return e;
        }
        catch (JsonException wrong)
        {
            throw new BadEventException($"The body is not the JSON that its content type says: {wrong.Message}", wrong);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new BadEventException($"The event is invalid: {FirstLine(wrong.Message)}", wrong);
        }
    }

    private static void CheckHeaders(HttpRequest request)
    {
        if (MimeUtilities.IsCloudEventsBatchContentType(request.ContentType))
            throw new BadEventException("Batched mode is not taken; send one event a request, in binary or structured mode.");
        foreach (var (name, value) in request.Headers)
        {
            if (value.Count > 1 && (HttpUtilities.GetAttributeNameFromHeaderName(name) is not null || name == "Content-Type"))
                throw new BadEventException($"The header {name} is given {value.Count} times.");
        }

        if (MimeUtilities.IsCloudEventsContentType(request.ContentType))
        {
            var media = request.ContentType!.Split(';', 2)[0].TrimEnd();
            if (!media.Equals("application/cloudevents+json", StringComparison.OrdinalIgnoreCase)
                && !media.Equals("application/cloudevents", StringComparison.OrdinalIgnoreCase))
                throw new BadEventException($"The content type is {media}; in structured mode application/cloudevents+json is taken.");
            return;
        }

        if (!request.IsCloudEvent())
            throw new BadEventException("The request carries no CloudEvent: it has neither the header ce-specversion "
                + "(binary mode) nor the content type application/cloudevents+json (structured mode).");
        foreach (var name in Required)
            CheckRequired(name, request.Headers[HttpUtilities.HttpHeaderPrefix + name], "header ce-");
    }

    private static void CheckEnvelope(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
            throw new BadEventException("The body is not UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(body, new() { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new BadEventException("The body is not a JSON object; in structured mode the event is one.");
            foreach (var name in Required)
            {
                if (document.RootElement.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.String)
                    throw new BadEventException($"The attribute {name} is not a string.");
                CheckRequired(name, value.ValueKind == JsonValueKind.String ? value.GetString() : null, "attribute ");
            }
        }
        catch (JsonException wrong)
        {
            throw new BadEventException($"The body is not a valid JSON event: {wrong.Message}", wrong);
        }
        catch (InvalidOperationException wrong)
        {
            throw new BadEventException("An attribute holds text that is not Unicode.", wrong);
        }
    }

    private static void CheckRequired(string name, string? value, string what)
    {
        if (string.IsNullOrEmpty(value))
            throw new BadEventException($"The {what}{name} is missing or empty.");
        if (name == "specversion" && value != CloudEventsSpecVersion.V1_0.VersionId)
            throw new BadEventException($"The specversion is {value}; 1.0 is taken.");
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

    private static BadEventException TooLarge(long limit) =>
        new($"The body is over {limit} bytes; larger things are referred to with the dataref extension.");

    /// <summary>A sender that traces by HTTP headers alone is carried on as well as one that sets the extension.</summary>
    private static void CarryTrace(HttpRequest request, CloudEvent e)
    {
        if (e[EventFactory.TraceParent] is null && request.Headers.TraceParent is { Count: 1 } trace && trace[0] is { Length: > 0 } text)
            e.SetAttributeFromString(EventFactory.TraceParent, text);
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r');
}
