using System.Net.Mime;
using System.Text.Unicode;
using CloudNative.CloudEvents.Core;
using CloudNative.CloudEvents.Http;

namespace Longshore.Model;

/// <summary>Finds mistakes in an event before the SDK reads it, because the SDK's errors do not always name the place.</summary>
internal static class EventChecks
{
    private static readonly string[] Required = ["specversion", "id", "source", "type"];

    /// <summary>Checks the content type and, in binary mode, the attributes.</summary>
    /// <exception cref="RejectedException">They are not those of one event of version 1.0.</exception>
    public static void CheckHeaders(HttpRequest request)
    {
        foreach (var (name, value) in request.Headers)
        {
            if (HttpUtilities.GetAttributeNameFromHeaderName(name) is not null)
                CheckAttribute(name, value);
        }

        if (IsStructured(request))
            return;
        if (!request.IsCloudEvent())
            throw new RejectedException("The request carries no CloudEvent: it has neither the header ce-specversion "
                + "(binary mode) nor the content type application/cloudevents+json (structured mode).");
        foreach (var name in Required)
            CheckRequired(name, request.Headers[HttpUtilities.HttpHeaderPrefix + name], "header ce-");
    }

    /// <summary>Checks the encoding of a body that is read as JSON.</summary>
    /// <exception cref="RejectedException">It is compressed, or begins with a byte order mark.</exception>
    public static void CheckCoding(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var coding = request.Headers.ContentEncoding.ToString();
        if (body.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || coding.ToUpperInvariant() is not ("" or "IDENTITY"))
            throw new RejectedException(
                $"The body is compressed ({(coding.Length == 0 ? "gzip" : coding)}); send the event as it is.");
        if (body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) || body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || body.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new RejectedException("The body begins with a byte order mark; send JSON without one, in UTF-8.");
    }

    /// <summary>Checks the body of an event in structured mode.</summary>
    /// <returns>The body with its time in the form that the SDK reads.</returns>
    /// <exception cref="RejectedException">It is not one event of version 1.0.</exception>
    public static ReadOnlyMemory<byte> CheckEnvelope(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
            throw new RejectedException("The body is not UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(body, new() { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new RejectedException("The body is not a JSON object; in structured mode the event is one.");
            foreach (var member in document.RootElement.EnumerateObject())
                CheckMember(member);
            foreach (var name in Required)
            {
                if (document.RootElement.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.String)
                    throw new RejectedException($"The attribute {name} is not a string.");
                CheckRequired(name, value.ValueKind == JsonValueKind.String ? value.GetString() : null, "attribute ");
            }

            return EventTime.Normal(body, document.RootElement);
        }
        catch (JsonException wrong)
        {
            throw new RejectedException($"The body is not a valid JSON event: {wrong.Message}", wrong);
        }
        catch (InvalidOperationException wrong)
        {
            throw new RejectedException("An attribute holds text that is not Unicode.", wrong);
        }
    }

    /// <summary>Whether the event is in structured mode.</summary>
    /// <exception cref="RejectedException">The content type is not valid, or one of events that is not accepted.</exception>
    private static bool IsStructured(HttpRequest request)
    {
        var type = request.Headers.ContentType;
        if (type.Count > 1)
            throw new RejectedException($"The header Content-Type is given {type.Count} times.");
        if (string.IsNullOrEmpty(type))
            return false;
        if (MimeUtilities.IsCloudEventsBatchContentType(type))
            throw new RejectedException("Batched mode is not taken; send one event a request, in binary or structured mode.");
        try
        {
            var media = new ContentType(type!).MediaType;
            if (!MimeUtilities.IsCloudEventsContentType(type))
                return false;
            return media.ToUpperInvariant() is "APPLICATION/CLOUDEVENTS+JSON" or "APPLICATION/CLOUDEVENTS"
                ? true
                : throw new RejectedException(
                    $"The content type is {media}; in structured mode application/cloudevents+json is taken.");
        }
        catch (FormatException wrong)
        {
            throw new RejectedException($"The content type '{type}' is not a media type.", wrong);
        }
    }

    private static void CheckAttribute(string header, Microsoft.Extensions.Primitives.StringValues value)
    {
        if (value.Count > 1)
            throw new RejectedException($"The header {header} is given {value.Count} times.");
        try
        {
            HeaderText.Decode(value.ToString());
        }
        catch (ArgumentException wrong)
        {
            throw new RejectedException($"The header {header} cannot be decoded.", wrong);
        }
    }

    private static void CheckMember(JsonProperty member)
    {
        if (member.Name == "data_base64")
        {
            if (member.Value.ValueKind != JsonValueKind.Null
                && (member.Value.ValueKind != JsonValueKind.String || !member.Value.TryGetBytesFromBase64(out _)))
                throw new RejectedException("The member data_base64 is not base64.");
        }
        else if (member.Name != "data" && member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            throw new RejectedException(
                $"The attribute {member.Name} is an object or a list; it takes a string, a number or a boolean.");
        }
    }

    private static void CheckRequired(string name, string? value, string what)
    {
        if (string.IsNullOrEmpty(value))
            throw new RejectedException($"The {what}{name} is missing or empty.");
        if (name == "specversion" && value != CloudEventsSpecVersion.V1_0.VersionId)
            throw new RejectedException($"The specversion is {value}; 1.0 is taken.");
    }
}
