using System.Globalization;
using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using BenchmarkDotNet.Attributes;
using Longshore.Store.Objects;

namespace Longshore.Benchmarks.Micro;

/// <summary>
/// A page of 1,000 keys, from the answer's bytes to objects: by the SDK with the request that asks for it, and by Longshore.
/// </summary>
[MemoryDiagnoser]
public class ListingPage : IDisposable
{
    private readonly byte[] _page = Handler.Page;
    private readonly AmazonS3Client _s3 = new(
        new BasicAWSCredentials("AKIABENCH00000000000", "bench-secret-not-real"), new AmazonS3Config
        {
            ServiceURL = "http://127.0.0.1:1",
            ForcePathStyle = true,
            HttpClientFactory = new Canned(),
        });

    /// <summary>Longshore's own, on the same bytes; without a request.</summary>
    [Benchmark]
    public int Own() => ListPage.Read(_page).Objects.Count;

    [Benchmark(Baseline = true)]
    public async Task<int> Sdk() => (await _s3.ListObjectsV2Async(
        new ListObjectsV2Request { BucketName = "bucket", Encoding = EncodingType.Url })).S3Objects.Count;

    public void Dispose()
    {
        _s3.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class Canned : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler());
    }

    private sealed class Handler : HttpMessageHandler
    {
        public static readonly byte[] Page = Encoding.UTF8.GetBytes(
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name><KeyCount>1000</KeyCount>"
            + "<MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"
            + string.Concat(Enumerable.Range(0, 1000)
                .Select(static i =>
                string.Create(CultureInfo.InvariantCulture, $"<Contents><Key>2026-11-24T13/cam-{i:D5}.jpg</Key>"
            + $"<LastModified>2026-11-24T13:04:05.000Z</LastModified><ETag>&quot;{i:x32}&quot;</ETag><Size>13312</Size>"
            + $"<StorageClass>STANDARD</StorageClass></Contents>")))
            + $"</ListBucketResult>");

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(Page);
            content.Headers.ContentType = new("application/xml");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }
}
