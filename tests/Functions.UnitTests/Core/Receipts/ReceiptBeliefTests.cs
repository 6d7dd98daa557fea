using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.Settings;
using Longshore.Store;
using Longshore.UnitTests.Cli.Ship;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.UnitTests.Core.Receipts;

/// <summary>The rows of the table in <see cref="ReceiptBelief"/>.</summary>
public class ReceiptBeliefTests
{
    private const string Sum = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
    private const string Digits = "ba7816bf8f01cfea";

    [Fact]
    public void Refused_OwnKeys_AreBelieved() => Assert.Empty(Refused(Ours(
        Entry("a.txt", "in/a.txt"), Entry("b.txt", $"in/b.{Digits}.txt"),
        Entry("big", "in/big.0123456789abcdef") with { Checksum = "sum-3" })));

    [Fact]
    public void Refused_NotSettled_IsNobodysBusiness() => Assert.Empty(Refused(Ours(
        Entry("a", "elsewhere") with { Outcome = FileOutcome.Failed }, new ReceiptEntry
        {
            Path = "b",
            Outcome = FileOutcome.Missing,
        })));

    [Theory]
    [InlineData("in/b.txt")]
    [InlineData("a.txt")]
    [InlineData("out/a.txt")]
    [InlineData("in//a.txt")]
    [InlineData("in/a.txt/")]
    [InlineData("in/a.0123456789abcdef.txt")]
    [InlineData("in/a.ba7816bf8f01cfeA.txt")]
    [InlineData("")]
    public void Refused_KeyOfSomethingElse_IsNamed(string key) =>
        Assert.Equal(Reasons.ReceiptKeyOfAnotherFile, Refused(Ours(Entry("a.txt", key), Entry("good", "in/good")))["a.txt"]);

    [Theory]
    [InlineData("_longshore/receipts/a")]
    [InlineData("/_longshore/a")]
    [InlineData("x/../_longshore//a")]
    public void Refused_KeyOfLongshoresOwn_IsNamed(string key)
    {
        Assert.Equal(Reasons.ReceiptKeyReserved, Refused(Ours(Entry("a.txt", key)))["a.txt"]);
        // The template itself may lead there: sync ships no such file, and nobody else's word counts for it.
        var template = new S3Options { Bucket = "b", KeyTemplate = key[..^1] + "{path}" };
        Assert.Equal(Reasons.ReceiptKeyReserved,
            Of(template).Refused(Ours(Entry("a", key)) with { Destination = Destination.Of(template) })["a"]);
    }

    [Fact]
    public void Refused_OneKeyForTwoFiles_IsThatOfTheTemplateAlone()
    {
        var key = $"in/a.{Digits}.txt";
        var refused = Refused(Ours(Entry("a.txt", key), Entry($"a.{Digits}.txt", key)));

        Assert.Equal(["a.txt"], refused.Keys);
        Assert.Equal(Reasons.ReceiptKeyTwice, refused["a.txt"]);
    }

    [Fact]
    public void Refused_ConflictNameWithABrokenChecksum_IsNamed() => Assert.All(["", "sum", "AAAA", "%"], checksum =>
        Assert.Equal(Reasons.ReceiptKeyOfAnotherFile,
            Refused(Ours(Entry("a.txt", $"in/a.{Digits}.txt") with { Checksum = checksum }))["a.txt"]));

    [Fact]
    public void Refused_AnotherReceipt_SettlesNothing()
    {
        var ours = Ours(Entry("a.txt", "in/a.txt"), new ReceiptEntry { Path = "b", Outcome = FileOutcome.Failed });
        (Receipt Receipt, string Reason)[] rows =
        [
            (ours with { Schema = Receipt.FirstSchema }, Reasons.ReceiptSchema),
            (ours with { Schema = Receipt.FirstSchema, VolumeName = null, Destination = null }, Reasons.ReceiptSchema),
            (ours with { VolumeName = "default/other" }, Reasons.ReceiptOfAnotherVolume),
            (ours with { VolumeName = "Default/data" }, Reasons.ReceiptOfAnotherVolume),
            (ours with { Destination = ours.Destination! with { Bucket = "other" } }, Reasons.ReceiptOfAnotherDestination),
            (ours with { Destination = ours.Destination! with { Prefix = "" } }, Reasons.ReceiptOfAnotherDestination),
            (ours with { Destination = ours.Destination! with { Template = "{yyyy}/{path}" } },
                Reasons.ReceiptOfAnotherDestination),
        ];
        Assert.All(rows, row => Assert.Equal(new Dictionary<string, string> { ["a.txt"] = row.Reason }, Refused(row.Receipt)));
    }

    [Fact]
    public void Refused_DatedTemplate_TakesTheDateOfTheEntry()
    {
        var options = new S3Options { Bucket = "b", Prefix = "in/", KeyTemplate = "{yyyy}/{path}" };
        var receipt = Ours(Entry("a", "in/1970/a"), Entry("b", "in/1971/b")) with { Destination = Destination.Of(options) };

        Assert.Equal(["b"], Of(options).Refused(receipt).Keys);
    }

    private static IReadOnlyDictionary<string, string> Refused(Receipt receipt) => Of(Options).Refused(receipt);

    private static S3Options Options { get; } = new() { Bucket = "b", Prefix = "in/" };

    private static ReceiptBelief Of(S3Options options) =>
        new(new KeyTemplate(options), new BundleKeys(options), new StateKeys(options), new OptionsWrapper<S3Options>(options),
            new OptionsWrapper<VolumeOptions>(new() { Name = "default/data" }));

    private static Receipt Ours(params ReceiptEntry[] files) =>
        ReceiptCheckTests.Receipt(files) with { Destination = Destination.Of(Options) };

    private static ReceiptEntry Entry(string path, string key) =>
        ReceiptCheckTests.Entry(path, FileOutcome.Uploaded) with { Key = key, Checksum = Sum, Modified = new Timestamp(1) };
}
