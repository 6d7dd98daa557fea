using System.Net;
using System.Text;
using Amazon.S3;
using Longshore.Settings;
using Longshore.Store;
using Longshore.Store.HotPath;
using Longshore.Store.Identity;
using Longshore.Store.Objects;
using Longshore.Store.Probe;
using Longshore.Store.Uploads;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Longshore.IntegrationTests.S3Contract;

/// <summary>
/// Keys that some layer likes to change: the SDK, .NET's addresses, a web server. Whatever is done with one is done with that
/// very key. A store that will not have it says so; none may take it for another.
/// </summary>
public abstract partial class S3ContractTests
{
    /// <summary>N is a name that no other test uses.</summary>
    public static TheoryData<string> OddKeys { get; } =
    [
        "/N", "/N/key", "//N/key", "N//key", "N///key", "N/key/", "N/key//",
        "./N", "../N", "/./N", "/../N", "N/.", "N/..", "N/./key", "N/../key", "N/a/../../key", "N/...", "N/.key.",
        "N/%", "N/%2F", "N/%2f/%2e%2e/key", "N/%252F", "N/%zz", "N/+", "N/a+b c", "N/ a ", "N/a  b", " N",
        "N/?", "N/a?b=c&d", "N/#", "N/a#b", "N/\\", "N/a\\b\\..\\c", "N/\u0001\u001f\u007f", "N/a\tb\nc\r", "N/ü€😀", "N/e\u0301",
        "N/\u202e\u200f\ufeff",
        "N/<&>'\"", "N/:;,=@$!*()[]{}|^`~", "N/uploads", "N/?uploads", "N/?uploadId=1",
    ];

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task OddKey_PutWhole_IsOneObjectOfThatVeryKey(string pattern)
    {
        var key = pattern.Replace("N", _folder.TrimEnd('/'), StringComparison.Ordinal);
        using var ways = new Ways(this);
        if (await Ways.RefusalAsync(() => ways.Store.PutAsync(key, Bytes("whole"), Sha256("whole"), Details, Cancel))
            is { } refusal)
        {
            AssertKnown(pattern, refusal);
            return;
        }

        await AssertIsAsync(ways, key, "whole");
        Assert.Equal("whole", Encoding.UTF8.GetString((await ways.Store.ReadAsync(key, 100, Cancel))!));
        Assert.Equal(WriteResult.Taken,
            (await ways.Store.PutAsync(key, Bytes("other"), Sha256("other"), Details, Cancel)).Result);
        AssertKnown(pattern, null);
        await AssertDeletedAsync(ways, key);
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task OddKey_PutInParts_IsOneObjectOfThatVeryKey(string pattern)
    {
        var key = pattern.Replace("N", _folder.TrimEnd('/'), StringComparison.Ordinal);
        using var ways = new Ways(this);
        var begun = "";
        if (await Ways.RefusalAsync(
            async () => begun = await ways.Uploads.BeginAsync(key, Details with { PartBytes = 5 << 20 }, Cancel)) is { } refusal)
        {
            AssertKnown(pattern, refusal);
            return;
        }

        var abandoned = await ways.Uploads.BeginAsync(key, Details, Cancel);
        await ways.Uploads.AbortAsync(key, abandoned, Cancel);
        var sent = await ways.Sender.PutAsync(key, $"partNumber=1&uploadId={Uri.EscapeDataString(begun)}", Bytes("parts"),
            Sha256("parts"), ways.Headers.Part(), Cancel);
        Assert.Null((await ways.Uploads.ListPartsAsync(key, begun, 0, Cancel)).Next);
        var part = new UploadedPart(sent.ETag, Sha256("parts"), 5);
        await ways.Uploads.CompleteAsync(key, begun, [part], CompositeChecksum.Of([part.Checksum]), 5, ifNoneMatch: true,
            null, Cancel);

        await AssertIsAsync(ways, key, "parts");
        AssertKnown(pattern, null);
        await AssertDeletedAsync(ways, key);
    }

    private static async Task AssertDeletedAsync(Ways ways, string key)
    {
        await ways.Store.DeleteAsync(key, Cancel);
        Assert.Null(await ways.Store.FindAsync(key, Cancel));
        Assert.Null(await ways.Store.HeadAsync(key, Cancel));
        Assert.Null(await ways.Store.ReadAsync(key, 100, Cancel));
    }

    private async Task AssertIsAsync(Ways ways, string key, string content)
    {
        var head = await ways.Store.HeadAsync(key, Cancel);
        Assert.Equal(content.Length, head!.Size);
        Assert.Equal(Sha256(content), await ways.Store.HashAsync(key, head.ETag, content.Length, Cancel));
        Assert.True((await ways.Store.FindAsync(key, Cancel))!.Value.Is(head.ETag, content.Length));
        Assert.Equal(key, Assert.Single(await new KeyRange(ways.Store).ListAsync(new HashSet<string>([key]), Cancel)).Key);
        // All that this test has put, under whatever key.
        Assert.Equal([key], (await ListedAsync(ways, "", ""))
            .Where(each => each.Contains(_folder.TrimEnd('/'), StringComparison.Ordinal)));
        Assert.DoesNotContain(key, await ListedAsync(ways, key[..1], key));

        await ways.Store.PutAsync(key + "~", Bytes("second"), Sha256("second"), Details, Cancel);
        var prefix = Uri.EscapeDataString(key);
        var first = await ways.Reader.ListAsync($"encoding-type=url&list-type=2&max-keys=1&prefix={prefix}", Cancel);
        var second =
            await ways.Reader.ListAsync(
            $"continuation-token={Uri.EscapeDataString(first.Next!)}&encoding-type=url&list-type=2&max-keys=1&prefix={prefix}",
            Cancel);
        Assert.Equal((key, key + "~"), (Assert.Single(first.Objects).Key, Assert.Single(second.Objects).Key));
        await ways.Store.DeleteAsync(key + "~", Cancel);
    }

    private static async Task<List<string>> ListedAsync(Ways ways, string prefix, string after)
    {
        var keys = new List<string>();
        await foreach (var item in ways.Store.ListAsync(prefix, after, Cancel))
            keys.Add(item.Key);
        return keys;
    }

    /// <summary>A store refuses exactly the keys that its backend names.</summary>
    private void AssertKnown(string pattern, HttpStatusCode? refusal) =>
        Assert.Equal(backend.RefusedKeys.TryGetValue(pattern, out var status) ? (HttpStatusCode?)status : null, refusal);

    private static byte[] Bytes(string content) => Encoding.UTF8.GetBytes(content);

    /// <summary>All of Longshore's ways to an object.</summary>
    private sealed class Ways : IDisposable
    {
        public Ways(S3ContractTests tests)
        {
            var options = Options.Create(new S3Options { Bucket = tests.Bucket });
            Headers = new RequestHeaders(options.Value);
            Sender = tests.Sender(tests.Bucket);
            Reader = new ObjectReader(Sender, Headers);
            Uploads = new UploadRequests(Sender, Headers);
            var calls = new RequestRetry(options, new Session(), TimeProvider.System, NullLogger<RequestRetry>.Instance);
            var probe = new StoreProbe(tests.S3, Sender, calls, TimeProvider.System, options, NullLogger<StoreProbe>.Instance);
            Store = new S3Store(Sender, calls, probe, options);
        }

        public RequestHeaders Headers { get; }
        public ObjectSender Sender { get; }
        public ObjectReader Reader { get; }
        public UploadRequests Uploads { get; }
        public S3Store Store { get; }

        /// <summary>The status with which the store refuses; null if it does not.</summary>
        public static async Task<HttpStatusCode?> RefusalAsync(Func<Task> act)
        {
            try
            {
                await act();
                return null;
            }
            catch (RequestRefusedException refused)
            {
                return refused.Status;
            }
            catch (StoreUnavailableException e) when (e.InnerException is RequestRefusedException refused)
            {
                return refused.Status;
            }
        }

        public void Dispose() => Sender.Dispose();
    }
}
