using System.Collections.Concurrent;
using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.S3.Store;

/// <summary>All buckets of the sandbox's one account, in memory.</summary>
internal sealed class ObjectStore(TimeProvider time, string account, string region)
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    public TimeProvider Time => time;
    public string Account => account;
    public string Region => region;
    public Journal Journal { get; } = new(time);

    /// <summary>May be changed at any time.</summary>
    public StoreQuirks Quirks { get; set; }

    /// <summary>How old an object must be to be listed.</summary>
    public TimeSpan ListingDelay { get; set; }

    public IEnumerable<Bucket> Buckets => _buckets.Values.OrderBy(bucket => bucket.Name, StringComparer.Ordinal);

    /// <summary>The bucket, or S3's NoSuchBucket.</summary>
    public Bucket Bucket(string name) =>
        _buckets.TryGetValue(name, out var bucket) ? bucket : throw S3Errors.NoSuchBucket(name);

    /// <summary>
    /// Creates a bucket. One that is there already is an error, except in us-east-1, where S3 answers as if it had just made it.
    /// </summary>
    public Bucket CreateBucket(string name, VersioningState versioning = VersioningState.Off)
    {
        if (!BucketName.IsValid(name))
            throw S3Errors.InvalidBucketName(name);
        var bucket = new Bucket(name, region, time.GetUtcNow(), Journal) { Versioning = versioning };
        if (_buckets.TryAdd(name, bucket))
            return bucket;
        return region == "us-east-1" ? _buckets[name] : throw S3Errors.BucketAlreadyOwnedByYou(name);
    }

    public void DeleteBucket(string name)
    {
        if (!Bucket(name).IsEmpty)
            throw S3Errors.BucketNotEmpty(name);
        _buckets.TryRemove(name, out _);
    }
}
