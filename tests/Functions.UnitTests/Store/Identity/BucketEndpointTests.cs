using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Longshore.Settings;
using Longshore.Store.Identity;

namespace Longshore.UnitTests.Store.Identity;

public class BucketEndpointTests
{
    public static TheoryData<string, string, string, bool, string> Styles => new()
    {
        { "", "bucket", "https://bucket.s3.eu-central-1.amazonaws.com/a/b", false, "bucket.s3.eu-central-1.amazonaws.com" },
        { "", "bucket", "https://s3.eu-central-1.amazonaws.com/bucket/a/b", true, "s3.eu-central-1.amazonaws.com" },
        { "", "my.bucket", "https://s3.eu-central-1.amazonaws.com/my.bucket/a/b", false, "s3.eu-central-1.amazonaws.com" },
        { "http://localhost:9000", "bucket", "http://bucket.localhost:9000/a/b", false, "bucket.localhost:9000" },
        { "http://127.0.0.1:9000/base", "bucket", "http://127.0.0.1:9000/base/bucket/a/b", true, "127.0.0.1:9000" },
        { "http://[::1]:9000", "bucket", "http://[::1]:9000/bucket/a/b", true, "[::1]:9000" },
        { "http://[::1]", "bucket", "http://[::1]/bucket/a/b", true, "[::1]" },
        { "https://store.example:443", "bucket", "https://store.example/bucket/a/b", true, "store.example" },
    };

    [Theory]
    [MemberData(nameof(Styles))]
    public void Address_OfAKey_IsWhereTheSdkWouldPutIt(string url, string bucket, string address, bool pathStyle, string host)
    {
        var endpoint = Endpoint(bucket, config => config.ForcePathStyle = pathStyle, url);

        Assert.Equal(address, endpoint.Address(endpoint.PathOf("a/b"), "").AbsoluteUri);
        Assert.Equal(host, endpoint.Host);
        Assert.Equal(address.StartsWith("https", StringComparison.Ordinal), endpoint.IsEncrypted);
        Assert.Equal(url.Length == 0, endpoint.IsAws);
        Assert.Equal(url.Length == 0 ? "eu-central-1" : "here", endpoint.Region);
    }

    [Fact]
    public void Address_DualStack_IsTheDualStackHost() =>
        Assert.Equal("bucket.s3.dualstack.eu-central-1.amazonaws.com",
            Endpoint("bucket", config => config.UseDualstackEndpoint = true).Host);

    [Fact]
    public void Address_DirectoryBucket_IsRefusedWithTheSetting()
    {
        var error = Assert.Throws<SettingsException>(() => Endpoint("b--euc1-az1--x-s3", _ => { }));
        Assert.Contains("S3__Bucket", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b+c%d&e?f#g", "/a%20b%2Bc%25d%26e%3Ff%23g")]
    [InlineData("ä/\n'\"", "/%C3%A4/%0A%27%22")]
    [InlineData("..a/.b/~c_-", "/..a/.b/~c_-")]
    [InlineData("a//b/../c", "/a//b/../c")]
    public void Address_OddKeys_KeepsTheirEncoding(string key, string path)
    {
        var endpoint = Endpoint("bucket", _ => { });

        Assert.Equal(path, endpoint.PathOf(key));
        Assert.Equal(path, endpoint.Address(endpoint.PathOf(key), "").AbsolutePath);
    }

    private static BucketEndpoint Endpoint(string bucket, Action<AmazonS3Config> change, string url = "")
    {
        var config = new AmazonS3Config { RegionEndpoint = RegionEndpoint.EUCentral1 };
        if (url.Length > 0)
            (config.ServiceURL, config.AuthenticationRegion) = (url, "here");
        change(config);
        using var s3 = new AmazonS3Client(new BasicAWSCredentials("key", "secret"), config);
        return new BucketEndpoint(s3, bucket);
    }
}
