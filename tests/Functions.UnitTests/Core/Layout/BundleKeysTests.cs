using Longshore.Core.Layout;
using Longshore.Settings;
using Longshore.Store;

namespace Longshore.UnitTests.Core.Layout;

public class BundleKeysTests
{
    private const string Batch = "0123456789abcdef0123456789abcdef";
    private const string Digits = "0102030405060708";
    private static readonly string Sum = Convert.ToBase64String([1, 2, 3, 4, 5, 6, 7, 8, .. new byte[24]]);
    private static readonly Timestamp Newest = Timestamp.FromUnix(1_795_341_600, 5);

    [Theory]
    [InlineData("bundles/{yyyy}/{MM}/{dd}/{batch}-{sha256}.tar", "in/bundles/2026/11/22/")]
    [InlineData("{batch}-{sha256}.tar", "in/")]
    [InlineData("b/{folder}/{yyyy}-{MM}T{HH}/{batch}-{sha256}.tar", "in/b/tenant/2026-11T10/")]
    public void KeyOf_EachTemplate_HasDateFolderBatchAndHash(string template, string folder)
    {
        var keys = Of(template);
        var key = BundleKeys.KeyOf(keys.PrefixOf(Batch, Newest, BundleKeys.FolderOf("tenant/deep/file")), Sum);

        Assert.Equal($"{folder}{Batch}-{Digits}.tar", key);
        Assert.True(keys.IsKeyOf(key, Batch, Sum));
    }

    [Theory]
    [InlineData("bundles/{yyyy}/{MM}/{dd}/{batch}-{sha256}.tar", "in/bundles/undated/")]
    [InlineData("{yyyy}/{folder}/{MM}/{batch}-{sha256}.tar", "in/undated/-/undated/")]
    public void KeyOf_NoFileIsDated_SaysSo(string template, string folder) => Assert.Equal(
        $"{folder}{Batch}-{Digits}.tar", BundleKeys.KeyOf(Of(template).PrefixOf(Batch, null, BundleKeys.FolderOf("file")), Sum));

    [Theory]
    [InlineData("in/bundles/2026/11/22/0123456789abcdef0123456789abcdef-0102030405060709.tar")]
    [InlineData("in/bundles/2026/11/22/1123456789abcdef0123456789abcdef-0102030405060708.tar")]
    [InlineData("bundles/2026/11/22/0123456789abcdef0123456789abcdef-0102030405060708.tar")]
    [InlineData("in/bundles/2026/11/22/0123456789abcdef0123456789abcdef-0102030405060708.tar.gz")]
    public void IsKeyOf_AnotherKey_IsNone(string key) =>
        Assert.False(Of("bundles/{yyyy}/{MM}/{dd}/{batch}-{sha256}.tar").IsKeyOf(key, Batch, Sum));

    /// <summary>A template may be changed: what was put by another one stays believed.</summary>
    [Fact]
    public void IsKeyOf_OtherTemplate_IsOne() =>
        Assert.True(Of("{batch}-{sha256}.tar").IsKeyOf($"in/old/1999/{Batch}-{Digits}.tar", Batch, Sum));

    [Fact]
    public void PrefixOf_BracesInThePrefix_StayAsTheyAre() => Assert.Equal($"{{yyyy}}/2026/{Batch}-",
        new BundleKeys(new S3Options { Prefix = "{yyyy}/", BundleTemplate = "{yyyy}/{batch}-{sha256}.tar" })
            .PrefixOf(Batch, Newest, ""));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    public void IsKeyOf_NoSha256_IsNone(string sum) =>
        Assert.False(Of("{batch}-{sha256}.tar").IsKeyOf($"in/{Batch}-{Digits}.tar", Batch, sum));

    [Theory]
    [InlineData("", "must end in")]
    [InlineData("tar", "must end in")]
    [InlineData("bundles/{batch}.tar", "must end in")]
    [InlineData("{path}/{batch}-{sha256}.tar", "no other brace")]
    [InlineData("{yyyy/{batch}-{sha256}.tar", "no other brace")]
    [InlineData("{batch}/{batch}-{sha256}.tar", "no other brace")]
    public void Check_WrongTemplate_SaysWhatItTakes(string template, string says) =>
        Assert.Contains(says, BundleKeys.Check(template), StringComparison.Ordinal);

    [Fact]
    public void Check_DefaultTemplate_IsRight() => Assert.Null(BundleKeys.Check(new S3Options().BundleTemplate));

    private static BundleKeys Of(string template) => new(new S3Options { Prefix = "in/", BundleTemplate = template });
}
