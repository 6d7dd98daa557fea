using CloudNative.CloudEvents.Core;
using CloudNative.CloudEvents.Http;

namespace Longshore.Model;

/// <summary>
/// CloudEvents in ASP.NET Core's requests and responses, as the package CloudNative.CloudEvents.AspNetCore has them. Source:
/// CloudEvents 1.0.2, HTTP protocol binding.
/// </summary>
internal static class CloudEventHttp
{
    /// <summary>Whether the request carries one event, valid or not, in binary or structured mode.</summary>
    public static bool IsCloudEvent(this HttpRequest request) =>
        request.Headers.ContainsKey(HttpUtilities.SpecVersionHttpHeader)
        || MimeUtilities.IsCloudEventsContentType(request.ContentType);

    /// <summary>Reads the event of a request, the body to its end.</summary>
    /// <exception cref="ArgumentException">The request carries no event, or an invalid one.</exception>
    public static async Task<CloudEvent> ToCloudEventAsync(this HttpRequest request, CloudEventFormatter formatter)
    {
        var contentType = MimeUtilities.CreateContentTypeOrNull(request.ContentType);
        if (MimeUtilities.IsCloudEventsContentType(request.ContentType))
            return await formatter.DecodeStructuredModeMessageAsync(request.Body, contentType, null);

        var version = CloudEventsSpecVersion.FromVersionId(request.Headers[HttpUtilities.SpecVersionHttpHeader])
            ?? throw new ArgumentException("The request carries no CloudEvent of a known version.", nameof(request));
        var e = new CloudEvent(version);
        foreach (var (header, value) in request.Headers)
        {
            if (HttpUtilities.GetAttributeNameFromHeaderName(header) is { } name
                && name != CloudEventsSpecVersion.SpecVersionAttribute.Name)
                e.SetAttributeFromString(name, HttpUtilities.DecodeHeaderValue(value.ToString()));
        }

        e.DataContentType = request.ContentType;
        var body = await BinaryDataUtilities.ToReadOnlyMemoryAsync(request.Body);
        if (!body.IsEmpty)
            formatter.DecodeBinaryModeEventData(body, e);
        return Validation.CheckCloudEventArgument(e, nameof(request));
    }

    /// <summary>Writes the event as the response, in binary mode; the status stays as it is. Writes nothing on failure.</summary>
    /// <exception cref="ArgumentException">The event is invalid.</exception>
    public static async Task CopyToAsync(this CloudEvent cloudEvent, HttpResponse response, CloudEventFormatter formatter)
    {
        Validation.CheckCloudEventArgument(cloudEvent, nameof(cloudEvent));
        var body = formatter.EncodeBinaryModeEventData(cloudEvent);
        response.ContentType = formatter.GetOrInferDataContentType(cloudEvent);
        response.Headers[HttpUtilities.SpecVersionHttpHeader] = cloudEvent.SpecVersion.VersionId;
        foreach (var (attribute, value) in cloudEvent.GetPopulatedAttributes())
        {
            if (attribute != cloudEvent.SpecVersion.DataContentTypeAttribute)
                response.Headers[HttpUtilities.HttpHeaderPrefix + attribute.Name] =
                    HttpUtilities.EncodeHeaderValue(attribute.Format(value));
        }

        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    }
}
