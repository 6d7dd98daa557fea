using Longshore.Core.Clean;
using Longshore.Core.Receipts;
using Longshore.Settings;
using Longshore.Store.Objects;
using Longshore.UnitTests.Cli.Ship;
using Longshore.UnitTests.Core.Receipts;
using Longshore.Volumes;

namespace Longshore.UnitTests.Core.Clean;

public class DeleteDecisionTests
{
    private static readonly ReceiptEntry Entry = ReceiptCheckTests.Entry("a", FileOutcome.Uploaded);
    private static readonly FileStat Same = new(FileKind.Regular, Entry.Fingerprint()!.Value, 0, 0, 1, 0);
    private static readonly ListedObject Listed = new("a", "etag", 3);
    private static readonly Timestamp Later = new(3_600_000_000_000);

    private static DeleteDecision Decide(ReceiptEntry? entry = null, FileStat? file = null, ListedObject? listed = null,
        bool unlisted = false, TimeSpan keepFor = default) =>
        DeleteDecision.Decide(entry ?? Entry, file ?? Same, unlisted ? null : listed ?? Listed, Later, keepFor);

    [Theory]
    [InlineData(nameof(FileOutcome.Uploaded))]
    [InlineData(nameof(FileOutcome.Present))]
    public void Decide_EverythingAgrees_Deletes(string outcome) =>
        Assert.Equal(new DeleteDecision(DeleteVerdict.Delete, ""),
            Decide(Entry with { Outcome = Enum.Parse<FileOutcome>(outcome) }));

    [Theory]
    [InlineData(nameof(FileOutcome.Remaining))]
    [InlineData(nameof(FileOutcome.Deferred))]
    [InlineData(nameof(FileOutcome.Missing))]
    [InlineData(nameof(FileOutcome.Failed))]
    public void Decide_NotSettled_Keeps(string outcome) =>
        Assert.Equal(new DeleteDecision(DeleteVerdict.Keep, "not-settled"),
            Decide(Entry with { Outcome = Enum.Parse<FileOutcome>(outcome) }));

    [Fact]
    public void Decide_FileMissing_IsGone() =>
        Assert.Equal(DeleteVerdict.Gone, Decide(file: Same with { Kind = FileKind.Missing }).Verdict);

    [Fact]
    public void Decide_NotAFile_Keeps()
    {
        foreach (var kind in new[] { FileKind.Directory, FileKind.SymbolicLink, FileKind.Special })
            Assert.Equal(new DeleteDecision(DeleteVerdict.Keep, "not-a-regular-file"), Decide(file: Same with { Kind = kind }));
    }

    [Fact]
    public void Decide_AnyPartOfTheFingerprintDiffers_Keeps()
    {
        var f = Same.Fingerprint;
        foreach (var other in new[] { f with { Size = 4 }, f with { Modified = new(9) }, f with { Changed = new(9) },
            f with { Inode = 8 } })
            Assert.Equal(new DeleteDecision(DeleteVerdict.Keep, "changed"), Decide(file: Same with { Fingerprint = other }));
    }

    [Fact]
    public void Decide_ObjectNotListed_Keeps() =>
        Assert.Equal(new DeleteDecision(DeleteVerdict.Keep, "object-missing"), Decide(unlisted: true));

    [Fact]
    public void Decide_ObjectDiffers_Keeps()
    {
        foreach (var other in new[] { Listed with { ETag = "other" }, Listed with { ETag = "" }, Listed with { Size = 4 } })
            Assert.Equal(new DeleteDecision(DeleteVerdict.Keep, "object-differs"), Decide(listed: other));
        Assert.Equal(DeleteVerdict.Keep, Decide(listed: Listed with { Key = "b" }).Verdict);
    }

    [Fact]
    public void Decide_KeepForNotUp_Keeps()
    {
        Assert.Equal(new DeleteDecision(DeleteVerdict.Keep, "keep-for"), Decide(keepFor: TimeSpan.FromHours(2)));
        Assert.Equal(DeleteVerdict.Delete, Decide(keepFor: TimeSpan.FromMinutes(59)).Verdict);
    }
}
