using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Longshore.Sandbox.Demo;

namespace Longshore.IntegrationTests.Ship;

/// <summary>A directory with known files, and a bucket to ship them to.</summary>
internal sealed class ShipStage(string endpoint, string bucket, string accessKey, string secretKey) : IDisposable
{
    private readonly AmazonS3Client _client = new(new BasicAWSCredentials(accessKey, secretKey), new AmazonS3Config
    {
        ServiceURL = endpoint,
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
    });

    private readonly Dictionary<string, byte[]> _written = [];

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("longshore-ship-").FullName;

    /// <summary>What was written, by path.</summary>
    public IReadOnlyDictionary<string, byte[]> Written => _written;

    /// <summary>Files that are still there, Longshore's own folder aside.</summary>
    public string[] Left => [.. System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Directory, path)).Order(StringComparer.Ordinal)];

    /// <summary>Settings that a person's environment would have; where things go is said by options.</summary>
    public Dictionary<string, string> Environment { get; } = new()
    {
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = accessKey,
        ["AWS_SECRET_ACCESS_KEY"] = secretKey,
    };

    /// <summary>What every run says; <c>PT2S</c> is the least age.</summary>
    public string[] Usual => [Directory, "--bucket", bucket, "--prefix", "in/", "--endpoint", endpoint, "--min-age", "PT2S"];

    /// <param name="sizes">By path.</param>
    public async Task WriteAsync(IEnumerable<(string Path, int Size)> sizes)
    {
        foreach (var (path, size) in sizes)
        {
            var bytes = new byte[size];
            new Random(path.Length + size).NextBytes(bytes);
            System.Text.Encoding.UTF8.GetBytes(path).AsSpan()[..Math.Min(size, System.Text.Encoding.UTF8.GetByteCount(path))]
                .CopyTo(bytes);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Directory, path))!);
            await File.WriteAllBytesAsync(Path.Combine(Directory, path), bytes, TestContext.Current.CancellationToken);
            _written[path] = bytes;
        }

        // The change time of a file cannot be set: the least age has to pass.
        await Task.Delay(TimeSpan.FromSeconds(2.1), TestContext.Current.CancellationToken);
    }

    public Task WriteAsync(int files, int size = 1000) =>
        WriteAsync(Enumerable.Range(0, files).Select(number => ($"hour/f{number:D4}.dat", size)));

    public ShipProcess Start(bool onTerminal = false, params string[] more) =>
        ShipProcess.Start(Environment, onTerminal, [.. Usual, .. more]);

    public async Task<(int Exit, string Output, string Errors)> RunAsync(params string[] more)
    {
        await using var process = Start(onTerminal: false, more);
        return await process.EndAsync();
    }

    public async Task<JsonElement> ReportAsync(params string[] more) =>
        JsonDocument.Parse((await RunAsync([.. more, "--json"])).Output).RootElement;

    public async Task<string[]> KeysAsync(string prefix = "")
    {
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await _client.ListObjectsV2Async(request, TestContext.Current.CancellationToken);
            keys.AddRange((page.S3Objects ?? []).Select(found => found.Key));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
        return [.. keys];
    }

    /// <summary>Every file that was written is in the directory, or in the bucket with the same bytes.</summary>
    /// <returns>How many are gone from the directory.</returns>
    public async Task<int> AssertNothingIsLostAsync()
    {
        var left = Left.ToHashSet();
        foreach (var (path, bytes) in _written.Where(file => left.Contains(file.Key)))
            Assert.Equal(
                bytes, await File.ReadAllBytesAsync(Path.Combine(Directory, path), TestContext.Current.CancellationToken));
        var gone = _written.Where(file => !left.Contains(file.Key)).ToArray();
        await Parallel.ForEachAsync(gone, TestContext.Current.CancellationToken, async (file, token) =>
        {
            using var answer = await _client.GetObjectAsync(bucket, "in/" + file.Key, token);
            using var copy = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(copy, token);
            Assert.Equal(file.Value, copy.ToArray());
        });
        return gone.Length;
    }

    /// <summary>
    /// Reads each file of a batch by one range of its bundle, as the receipt says, and compares it with what was written.
    /// </summary>
    /// <returns>The bundles, by key.</returns>
    public async Task<Dictionary<string, byte[]>> AssertBundledAsync()
    {
        var receipts = new List<JsonElement>();
        foreach (var key in await KeysAsync("_longshore/receipts/"))
            receipts.Add(JsonDocument.Parse(Gzip.Plain(key, await ReadAsync(key))).RootElement);
        var receipt = Assert.Single(receipts, static each => each.TryGetProperty("bundles", out _));
        foreach (var file in receipt.GetProperty("files").EnumerateArray())
        {
            var (offset, length) = (file.GetProperty("offset").GetInt64(), file.GetProperty("length").GetInt64());
            Assert.Equal(_written[file.GetProperty("path").GetString()!],
                await ReadAsync(file.GetProperty("key").GetString()!, new ByteRange(offset, offset + length - 1)));
        }

        var bundles = new Dictionary<string, byte[]>();
        foreach (var bundle in receipt.GetProperty("bundles").EnumerateArray())
            bundles[bundle.GetProperty("key").GetString()!] = await ReadAsync(bundle.GetProperty("key").GetString()!);
        return bundles;
    }

    private async Task<byte[]> ReadAsync(string key, ByteRange? range = null)
    {
        using var answer = await _client.GetObjectAsync(
            new GetObjectRequest { BucketName = bucket, Key = key, ByteRange = range }, TestContext.Current.CancellationToken);
        using var copy = new MemoryStream();
        await answer.ResponseStream.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return copy.ToArray();
    }

    public void Dispose()
    {
        _client.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
