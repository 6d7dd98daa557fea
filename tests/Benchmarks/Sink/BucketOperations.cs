namespace Longshore.Benchmarks.Sink;

/// <summary>What clients ask of a bucket itself.</summary>
internal static class BucketOperations
{
    public static Operation Answer(Exchange exchange, Bucket bucket, string name)
    {
        var query = exchange.Head.Query;
        if (!exchange.Head.Method.SequenceEqual("GET"u8))
        {
            // HEAD: it exists; PUT: it is created.
            exchange.Answer.Begin("200 OK"u8).EndEmpty();
            return Operation.Other;
        }

        if (Target.Has(query, "location"u8))
            exchange.Answer.Begin("200 OK"u8).EndXml($"<LocationConstraint xmlns=\"{Listing.Namespace}\"/>");
        else if (Target.Has(query, "versioning"u8))
            exchange.Answer.Begin("200 OK"u8).EndXml($"<VersioningConfiguration xmlns=\"{Listing.Namespace}\"/>");
        else
        {
            Listing.Answer(exchange, bucket, name);
            return Operation.ListObjectsV2;
        }

        return Operation.Other;
    }
}
