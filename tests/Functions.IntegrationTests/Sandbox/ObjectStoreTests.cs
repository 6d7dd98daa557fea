using System.Text;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Operations;
using Longshore.Sandbox.S3.Store;

namespace Longshore.IntegrationTests.Sandbox;

public sealed class ObjectStoreTests
{
    private readonly ObjectStore _store = new(TimeProvider.System, "123456789012", "us-east-1");

    [Fact]
    public void Compare_AnyTwoKeys_IsTheOrderOfTheirUtf8Bytes()
    {
        string[] keys = ["", "a", "a/", "a0", "aa", "é", "\uD7FF", "\uE000", "\uFF5E", "\U00010000", "\U0001F600", "\U0001F600a"];

        foreach (var x in keys)
        {
            foreach (var y in keys)
            {
                var expected = Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y));
                Assert.Equal(Math.Sign(expected), Math.Sign(KeyOrder.Instance.Compare(x, y)));
            }
        }
    }

    [Fact]
    public void Update_CheckString_IsTheCatalogueValueOfCrc64Nvme() =>
        Assert.Equal(0xAE8B14860A799888, ~Crc64Nvme.Update(ulong.MaxValue, "123456789"u8));

    [Fact]
    public void Overwrites_OtherBytesUnderTheSameKey_AreToldWithBothHashes()
    {
        var bucket = _store.CreateBucket("media");
        Put(bucket, "a", "same");
        Put(bucket, "a", "same");
        Assert.Empty(_store.Journal.Overwrites);

        Put(bucket, "a", "other");

        var overwrite = Assert.Single(_store.Journal.Overwrites);
        Assert.Equal(("a", "other", "same"), (overwrite.Key, overwrite.Sha256, overwrite.Replaced));
    }

    [Fact]
    public void Overwrites_DeletedInBetween_LeaveTheDeletionInTheJournal()
    {
        var bucket = _store.CreateBucket("media");
        Put(bucket, "a", "first");
        bucket.Delete("a", null, TimeProvider.System.GetUtcNow());
        Put(bucket, "a", "second");

        Assert.Equal([JournalKind.Put, JournalKind.Delete, JournalKind.Put], _store.Journal.Entries.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Put_SameKeyByManyIfAbsent_LetsOneWin()
    {
        var bucket = _store.CreateBucket("media");

        var wins = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() =>
        {
            try
            {
                bucket.Put(NewObject("a", $"{i}"),
                    current => _ = current is null ? current : throw S3Errors.PreconditionFailed("If-None-Match"));
                return true;
            }
            catch (S3Exception)
            {
                return false;
            }
        })));

        Assert.Single(wins, won => won);
    }

    [Fact]
    public void Read_SixtyThousandKeysInPages_TellsEachOnceInOrder()
    {
        var bucket = _store.CreateBucket("media");
        var keys = Enumerable.Range(0, 60_000).Select(i => $"{i % 24:00}/{i:D8}").ToList();
        foreach (var key in keys)
            Put(bucket, key, "x");
        var seen = new List<string>();
        ListingPage page;
        string? after = null;
        do
        {
            page = ListingPage.Read(bucket, "", "", after, 1000);
            seen.AddRange(page.Objects.Select(stored => stored.Key));
            after = page.Last;
        }
        while (page.IsTruncated);

        Assert.Equal(keys.Order(StringComparer.Ordinal), seen);
        Assert.Equal(24, ListingPage.Read(bucket, "", "/", null, 1000).CommonPrefixes.Count);
    }

    [Fact]
    public void Read_DeletedKeys_AreLeftOut()
    {
        var bucket = _store.CreateBucket("media");
        Put(bucket, "a", "x");
        Put(bucket, "b", "x");
        bucket.Delete("a", null, TimeProvider.System.GetUtcNow());

        Assert.Equal(["b"], ListingPage.Read(bucket, "", "", null, 1000).Objects.Select(stored => stored.Key));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1_048_575, 2)]
    [InlineData(1_048_577, 100)]
    public void Slice_AcrossSegments_IsThatPart(int offset, int length)
    {
        var bytes = Enumerable.Range(0, 2_500_000).Select(i => (byte)(i % 251)).ToArray();
        var builder = new BodyBuilder(bytes.Length);
        builder.Append(bytes);
        var body = builder.Build();

        Assert.Equal(3, body.Segments.Count);
        Assert.Equal(bytes[offset..(offset + length)], new Body(body.Slice(offset, length)).ToArray());
    }

    private static void Put(Bucket bucket, string key, string sha256) => bucket.Put(NewObject(key, sha256), _ => { });

    private static StoredObject NewObject(string key, string sha256) => new()
    {
        Key = key,
        Body = Body.Empty,
        ETag = "etag",
        Sha256 = sha256,
        LastModified = TimeProvider.System.GetUtcNow(),
    };
}
