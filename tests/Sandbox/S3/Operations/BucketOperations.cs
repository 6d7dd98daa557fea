using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

internal static class BucketOperations
{
    public static Task ListAsync(S3Request request) => Respond.XmlAsync(request, "ListAllMyBucketsResult", writer =>
    {
        writer.WriteStartElement("Owner");
        writer.WriteElementString("ID", request.Store.Account);
        writer.WriteEndElement();
        writer.WriteStartElement("Buckets");
        foreach (var bucket in request.Store.Buckets)
        {
            writer.WriteStartElement("Bucket");
            writer.WriteElementString("Name", bucket.Name);
            writer.WriteElementString("CreationDate", Respond.Iso(bucket.Created));
            writer.WriteElementString("BucketRegion", bucket.Region);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    });

    /// <summary>Outside us-east-1 the body must name the endpoint's region.</summary>
    public static async Task CreateAsync(S3Request request)
    {
        var received = await RequestBody.ReadAsync(request);
        var asked = received.Body.Length == 0
            ? null
            : RequestXml.Child(RequestXml.Parse(received.Body, "CreateBucketConfiguration"), "LocationConstraint");
        if ((asked ?? "us-east-1") != request.Store.Region)
        {
            throw new S3Exception(
                400, "IllegalLocationConstraintException",
                $"The {asked ?? "unspecified"} location constraint is incompatible for the region specific endpoint this "
                    + "request was sent to.");
        }
        request.Store.CreateBucket(request.Target.Bucket);
        request.Http.Response.Headers.Location = "/" + request.Target.Bucket;
        await Respond.EmptyAsync(request);
    }

    public static Task HeadAsync(S3Request request)
    {
        request.Http.Response.Headers["x-amz-bucket-region"] = request.Bucket.Region;
        request.Http.Response.ContentType = "application/xml";
        return Respond.EmptyAsync(request);
    }

    public static Task DeleteAsync(S3Request request)
    {
        request.Store.DeleteBucket(request.Target.Bucket);
        return Respond.EmptyAsync(request, 204);
    }

    public static Task GetLocationAsync(S3Request request) => Respond.XmlAsync(
        request, "LocationConstraint", writer =>
            writer.WriteString(request.Bucket.Region == "us-east-1" ? "" : request.Bucket.Region));

    public static Task GetVersioningAsync(S3Request request) => Respond.XmlAsync(request, "VersioningConfiguration", writer =>
    {
        if (request.Bucket.Versioning != VersioningState.Off)
            writer.WriteElementString("Status", request.Bucket.Versioning.ToString());
    });

    public static async Task PutVersioningAsync(S3Request request)
    {
        var received = await RequestBody.ReadAsync(request);
        RequestChecksum.Check(request, received);
        var root = RequestXml.Parse(received.Body, "VersioningConfiguration");
        request.Bucket.Versioning = RequestXml.Child(root, "Status") switch
        {
            "Enabled" => VersioningState.Enabled,
            "Suspended" => VersioningState.Suspended,
            _ => throw new S3Exception(400, "IllegalVersioningConfigurationException",
                "The versioning configuration specified in the request is not valid."),
        };
        await Respond.EmptyAsync(request);
    }
}
