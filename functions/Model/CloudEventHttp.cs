using CloudNative.CloudEvents.Core;
using CloudNative.CloudEvents.Http;

namespace Longshore.Model;

/// <summary>
/// CloudEvents in ASP.NET Core's requests and responses, on the SDK's core. The methods have the names and shapes of the package
/// CloudNative.CloudEvents.AspNetCore, so that this file can give way to it.
/// Source: CloudEvents 1.0.2, HTTP protocol binding.
/// </summary>
internal static class CloudEventHttp
{
    /// <summary>
    /// Whether the request carries one event, in binary or structured mode; says nothing about its being valid.
    /// </summary>
    public static bool IsCloudEvent(this HttpRequest request) =>
        request.Headers.ContainsKey(HttpUtilities.SpecVersionHttpHeader)
        || MimeUtilities.IsCloudEventsContentType(request.ContentType);

    /// <summary>Reads the event of a request.</summary>
    /// <param name="request">Its body is read to the end.</param>
    /// <param name="formatter">Reads data, and envelopes in structured mode.</param>
    /// <param name="extensionAttributes">Extensions with a type other than string; none if null.</param>
    /// <exception cref="ArgumentException">It carries no event, or an invalid one.</exception>
    public static async Task<CloudEvent> ToCloudEventAsync(
        this HttpRequest request, CloudEventFormatter formatter, params CloudEventAttribute[]? extensionAttributes)
    {
        var contentType = MimeUtilities.CreateContentTypeOrNull(request.ContentType);
        if (MimeUtilities.IsCloudEventsContentType(request.ContentType))
            return await formatter.DecodeStructuredModeMessageAsync(request.Body, contentType, extensionAttributes);

        var version = CloudEventsSpecVersion.FromVersionId(request.Headers[HttpUtilities.SpecVersionHttpHeader])
            ?? throw new ArgumentException("The request carries no CloudEvent of a known version.", nameof(request));
        var e = new CloudEvent(version, extensionAttributes);
        foreach (var (header, value) in request.Headers)
        {
            if (HttpUtilities.GetAttributeNameFromHeaderName(header) is { } name
                && name != CloudEventsSpecVersion.SpecVersionAttribute.Name)
            {
                var text = HeaderText.Decode(value.ToString());
                e.SetAttributeFromString(name, name == version.TimeAttribute.Name ? EventTime.Normal(text) : text);
            }
        }

        e.DataContentType = request.ContentType;
        var body = await BinaryDataUtilities.ToReadOnlyMemoryAsync(request.Body);
        if (!body.IsEmpty)
            formatter.DecodeBinaryModeEventData(body, e);
        return Validation.CheckCloudEventArgument(e, nameof(request));
    }

    /// <summary>Makes the event the response; its status is left alone. Nothing is written if the event is invalid.</summary>
    /// <exception cref="ArgumentException">The event is invalid.</exception>
    public static async Task CopyToHttpResponseAsync(
        this CloudEvent cloudEvent, HttpResponse destination, ContentMode contentMode, CloudEventFormatter formatter)
    {
        Validation.CheckCloudEventArgument(cloudEvent, nameof(cloudEvent));
        ReadOnlyMemory<byte> body;
        if (contentMode == ContentMode.Structured)
        {
            body = formatter.EncodeStructuredModeMessage(cloudEvent, out var contentType);
            destination.ContentType = contentType.ToString();
        }
        else
        {
            body = formatter.EncodeBinaryModeEventData(cloudEvent);
            destination.ContentType = formatter.GetOrInferDataContentType(cloudEvent);
            destination.Headers[HttpUtilities.SpecVersionHttpHeader] = cloudEvent.SpecVersion.VersionId;
            foreach (var (attribute, value) in cloudEvent.GetPopulatedAttributes())
            {
                if (attribute != cloudEvent.SpecVersion.DataContentTypeAttribute)
                    destination.Headers[HttpUtilities.HttpHeaderPrefix + attribute.Name] =
                        HttpUtilities.EncodeHeaderValue(attribute.Format(value));
            }
        }

        destination.ContentLength = body.Length;
        await destination.Body.WriteAsync(body, destination.HttpContext.RequestAborted);
    }
}
