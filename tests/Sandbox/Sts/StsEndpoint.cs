using System.Security.Cryptography;
using System.Xml;
using Longshore.Sandbox.S3;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Signing;

namespace Longshore.Sandbox.Sts;

/// <summary>STS's query protocol: a signed form is posted, XML comes back (STS API Reference, version 2011-06-15).</summary>
internal sealed class StsEndpoint(
    S3ServerOptions options, FaultInjector faults, RequestCounters counters, SignatureVerifier verifier)
{
    public const string Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";
    private const int MostBytes = 1 << 20;

    public async Task HandleAsync(HttpContext http)
    {
        var requestId = Guid.NewGuid().ToString();
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        var name = "Unknown";
        try
        {
            var (form, body) = await ReadFormAsync(http);
            name = form["Action"] ?? "";
            var plan = faults.Plan(name, "", "");
            await SufferAsync(plan, http);
            var hash = Convert.ToHexStringLower(SHA256.HashData(body));
            var signature = verifier.Verify(http.Request, "/",
                Query.Parse(http.Request.QueryString.Value.AsSpan().TrimStart('?')), hash, "sts");
            var request = new StsRequest(http, form, signature.Credential.Principal, options);
            var result = name switch
            {
                "AssumeRole" => AssumeRole.Run(request),
                "GetCallerIdentity" => CallerIdentity.Run(request),
                _ => throw new StsException(400, "InvalidAction", $"Could not find operation {name} for version 2011-06-15"),
            };
            counters.Add(name);
            if (plan.LoseResponse)
                http.Abort();
            else
                await WriteAsync(http, name, requestId, result);
        }
        catch (StsException refused)
        {
            counters.Add(name, refused.Code);
            await WriteErrorAsync(http, refused, requestId);
        }
        catch (SignatureRefusedException refused)
        {
            var error = Translate(refused);
            counters.Add(name, error.Code);
            await WriteErrorAsync(http, error, requestId);
        }
    }

    private async Task SufferAsync(FaultPlan plan, HttpContext http)
    {
        if (plan.Delay > TimeSpan.Zero)
            await Task.Delay(plan.Delay, options.Time, http.RequestAborted);
        if (plan.SlowDown)
            throw new StsException(400, "Throttling", "Rate exceeded");
        if (plan.InternalError)
            throw new StsException(500, "InternalFailure",
                "The request processing has failed because of an unknown error, exception or failure.");
        if (plan.ExpiredToken)
            throw new StsException(403, "ExpiredToken", "The security token included in the request is expired");
    }

    private static async Task<(Query Form, byte[] Body)> ReadFormAsync(HttpContext http)
    {
        if (http.Request.ContentLength is null or > MostBytes)
            throw StsException.Validation("The request needs a Content-Length of at most 1 MiB");
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var body = buffer.ToArray();
        try
        {
            return (Query.Parse(System.Text.Encoding.UTF8.GetString(body)), body);
        }
        catch (S3Exception)
        {
            throw new StsException(400, "MalformedQueryString", "The form cannot be decoded");
        }
    }

    private static Task WriteAsync(HttpContext http, string name, string requestId, Action<XmlWriter> result) =>
        Respond.WriteAsync(
            http, StatusCodes.Status200OK,
            writer =>
            {
                writer.WriteStartElement(name + "Response", Namespace);
                writer.WriteStartElement(name + "Result");
                result(writer);
                writer.WriteEndElement();
                WriteMetadata(writer, requestId);
                writer.WriteEndElement();
            },
            "text/xml");

    private static Task WriteErrorAsync(HttpContext http, StsException refused, string requestId) =>
        Respond.WriteAsync(
            http, refused.Status,
            writer =>
            {
                writer.WriteStartElement("ErrorResponse", Namespace);
                writer.WriteStartElement("Error");
                writer.WriteElementString("Type", refused.Status >= 500 ? "Receiver" : "Sender");
                writer.WriteElementString("Code", refused.Code);
                writer.WriteElementString("Message", refused.Message);
                writer.WriteEndElement();
                writer.WriteElementString("RequestId", requestId);
                writer.WriteEndElement();
            },
            "text/xml");

    private static void WriteMetadata(XmlWriter writer, string requestId)
    {
        writer.WriteStartElement("ResponseMetadata");
        writer.WriteElementString("RequestId", requestId);
        writer.WriteEndElement();
    }

    private static StsException Translate(SignatureRefusedException refused) => refused.Reason switch
    {
        SignatureRefusal.Anonymous => new(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
        SignatureRefusal.Malformed => new(400, "IncompleteSignature", refused.Message),
        SignatureRefusal.WrongRegion =>
            new(403, "SignatureDoesNotMatch", "Credential should be scoped to a valid region: " + refused.Message),
        SignatureRefusal.UnknownKey or SignatureRefusal.InvalidToken =>
            new(403, "InvalidClientTokenId", "The security token included in the request is invalid."),
        SignatureRefusal.ExpiredToken => new(403, "ExpiredToken", "The security token included in the request is expired"),
        SignatureRefusal.TimeTooSkewed =>
            new(403, "SignatureDoesNotMatch", "Signature expired or not yet current: " + refused.Message),
        _ => new(403, "SignatureDoesNotMatch", refused.Message),
    };
}
