using System.Text;
using System.Xml;

namespace Longshore.Sandbox.S3.Http;

/// <summary>Answers a request. Every answer goes through here, so that a lost response can be played.</summary>
internal static class Respond
{
    public const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), CheckCharacters = false };

    /// <summary>A status and headers without a body.</summary>
    public static Task EmptyAsync(S3Request request, int status = StatusCodes.Status200OK)
    {
        if (IsLost(request))
            return Task.CompletedTask;
        request.Http.Response.StatusCode = status;
        if (status != StatusCodes.Status204NoContent && request.Http.Response.ContentLength is null)
            request.Http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    public static Task XmlAsync(S3Request request, string root, Action<XmlWriter> content)
    {
        if (IsLost(request))
            return Task.CompletedTask;
        return WriteAsync(request.Http, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartElement(root, Namespace);
            content(writer);
            writer.WriteEndElement();
        });
    }

    public static Task ErrorAsync(HttpContext http, S3Exception error, string resource, string requestId)
    {
        if (error.DeleteMarkerVersion is not null)
        {
            http.Response.Headers["x-amz-delete-marker"] = "true";
            http.Response.Headers["x-amz-version-id"] = error.DeleteMarkerVersion;
        }
        return WriteAsync(http, error.Status, writer =>
        {
            writer.WriteStartElement("Error");
            writer.WriteElementString("Code", error.Code);
            writer.WriteElementString("Message", error.Message);
            foreach (var detail in error.Details)
                writer.WriteElementString(detail.Key, detail.Value);
            writer.WriteElementString("Resource", resource);
            writer.WriteElementString("RequestId", requestId);
            writer.WriteElementString("HostId", "sandbox");
            writer.WriteEndElement();
        });
    }

    public static async Task WriteAsync(HttpContext http, int status, Action<XmlWriter> content, string type = "application/xml")
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Settings))
        {
            writer.WriteStartDocument();
            content(writer);
        }
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.ContentLength = buffer.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    }

    /// <summary>S3's time in listings: milliseconds, which it always writes as zero.</summary>
    public static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsLost(S3Request request)
    {
        if (request.Faults.LoseResponse)
            request.Http.Abort();
        return request.Faults.LoseResponse;
    }
}
