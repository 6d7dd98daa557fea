using System.Text.Json;
using Longshore.Core.Ship;
using Longshore.Settings;
using Longshore.Store;
using Longshore.Store.Identity;
using Longshore.Store.Uploads;
using Longshore.Volumes;

namespace Longshore.UnitTests.Store.Uploads;

public class UploadsTests
{
    [Theory]
    [InlineData(16L << 20, 0, 8L << 20, 2)]
    [InlineData((16L << 20) + 1, 0, 8L << 20, 3)]
    [InlineData(2L << 30, 0, 8L << 20, 256)]
    [InlineData(5L << 40, 0, 525L << 20, 9987)]
    [InlineData(100L << 20, 5L << 20, 5L << 20, 20)]
    public void PartPlan_Size_HoldsS3sLimits(long size, long wanted, long partBytes, int parts)
    {
        var plan = PartPlan.For(size, wanted);
        Assert.Equal((partBytes, parts), (plan.PartBytes, plan.Parts));
        Assert.InRange(plan.Parts, 1, 10_000);
        Assert.Equal(size, Enumerable.Range(1, parts).Sum(number => (long)plan.Part(number, size).Length));
    }

    [Fact]
    public void CompositeChecksum_Parts_HashesTheirHashes()
    {
        var part = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData("x"u8));
        var twice =
            System.Security.Cryptography.SHA256.HashData([.. Convert.FromBase64String(part), .. Convert.FromBase64String(part)]);
        Assert.Equal(Convert.ToBase64String(twice) + "-2", CompositeChecksum.Of([part, part]));
    }

    [Fact]
    public void Continues_AnythingDiffers_IsFalse()
    {
        var fingerprint = new Fingerprint(9, new Timestamp(1), new Timestamp(2), 3);
        var state = new UploadState
        {
            Key = "k",
            UploadId = "u",
            PartBytes = 8,
            Size = 9,
            Modified = new(1),
            Changed = new(2),
            Inode = 3,
        };
        Assert.True(state.Continues("k", 8, fingerprint));
        Assert.False(state.Continues("l", 8, fingerprint));
        Assert.False(state.Continues("k", 9, fingerprint));
        Assert.False(state.Continues("k", 8, fingerprint with { Changed = new(3) }));
    }

    /// <summary>A DELETE with an empty id deletes the object on some stores.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Query_NoUploadId_IsNeverMade(string uploadId)
    {
        Assert.Throws<ArgumentException>(() => UploadRequests.Query(uploadId));
        Assert.Equal("uploadId=a%2Fb", UploadRequests.Query("a/b"));
    }

    [Theory]
    [InlineData("sync", "pod-1", "longshore-sync-pod-1")]
    [InlineData(null, "p", "longshore-all-p")]
    [InlineData("sync,cleanup", "a b/ü", "longshore-sync-cleanup-a-b--")]
    public void SessionName_FunctionAndPod_OnlyWhatStsTakes(string? functions, string pod, string name) =>
        Assert.Equal(name, AssumedRoleCredentials.SessionName(functions, pod));

    [Fact]
    public void SessionPolicy_Prefix_IsLiteral()
    {
        var policy = SessionPolicy.For(new S3Options { Bucket = "b", Prefix = "a*/", RoleArn = "arn:aws-cn:iam::1:role/r" });
        Assert.Contains("arn:aws-cn:s3:::b/a${*}/*", policy, StringComparison.Ordinal);
        Assert.Contains("arn:aws-cn:s3:::b/_longshore/*", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("kms", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void SessionPolicy_QuoteInPrefixAndKms_IsJsonOfTwoStatements()
    {
        using var policy = JsonDocument.Parse(SessionPolicy.For(
            new S3Options { Bucket = "b", Prefix = "a\"\\/", KmsKeyId = "k", RoleArn = "arn:aws:iam::1:role/r" }));
        var statements = policy.RootElement.GetProperty("Statement");
        Assert.Equal(["s3:*", "kms:*"], statements.EnumerateArray().Select(each => each.GetProperty("Action").GetString()));
        Assert.Equal(["arn:aws:s3:::b", "arn:aws:s3:::b/a\"\\/*", "arn:aws:s3:::b/_longshore/*"],
            statements[0].GetProperty("Resource").EnumerateArray().Select(each => each.GetString()));
    }
}
