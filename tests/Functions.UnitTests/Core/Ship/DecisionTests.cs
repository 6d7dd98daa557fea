using Longshore.Core.Receipts;
using Longshore.Core.Ship;
using Longshore.Settings;
using Longshore.Store.Uploads;
using Longshore.UnitTests.Cli.Ship;
using Longshore.UnitTests.Core.Receipts;
using Longshore.Volumes;

namespace Longshore.UnitTests.Core.Ship;

public class DecisionTests
{
    [Theory]
    [InlineData(nameof(ExistingBytes.Same), nameof(ConflictPolicy.KeepBoth), nameof(ConflictAction.TakeAsPresent))]
    [InlineData(nameof(ExistingBytes.Same), nameof(ConflictPolicy.Overwrite), nameof(ConflictAction.TakeAsPresent))]
    [InlineData(nameof(ExistingBytes.Same), nameof(ConflictPolicy.Fail), nameof(ConflictAction.TakeAsPresent))]
    [InlineData(nameof(ExistingBytes.Different), nameof(ConflictPolicy.KeepBoth), nameof(ConflictAction.PutUnderChecksum))]
    [InlineData(nameof(ExistingBytes.Different), nameof(ConflictPolicy.Overwrite), nameof(ConflictAction.PutNewVersion))]
    [InlineData(nameof(ExistingBytes.Different), nameof(ConflictPolicy.Fail), nameof(ConflictAction.Fail))]
    [InlineData(nameof(ExistingBytes.Unknown), nameof(ConflictPolicy.KeepBoth), nameof(ConflictAction.Fail))]
    [InlineData(nameof(ExistingBytes.Unknown), nameof(ConflictPolicy.Overwrite), nameof(ConflictAction.Fail))]
    [InlineData(nameof(ExistingBytes.Unknown), nameof(ConflictPolicy.Fail), nameof(ConflictAction.Fail))]
    public void Conflict_Row_Decides(string existing, string policy, string action) => Assert.Equal(
        Enum.Parse<ConflictAction>(action),
        ConflictDecision.Decide(Enum.Parse<ExistingBytes>(existing), Enum.Parse<ConflictPolicy>(policy)));

    [Fact]
    public void Settled_Rows_Decide()
    {
        var same = new FileStat(FileKind.Regular, new Fingerprint(3, new Timestamp(1), new Timestamp(2), 7), 0, 0, 1, 0);
        var other = same with { Fingerprint = same.Fingerprint with { Changed = new Timestamp(3) } };
        var missing = same with { Kind = FileKind.Missing };
        foreach (var outcome in Enum.GetValues<FileOutcome>())
        {
            var receipt = ReceiptCheckTests.Receipt(ReceiptCheckTests.Entry("a", outcome));
            var settled = outcome is FileOutcome.Uploaded or FileOutcome.Present;
            Assert.Equal(settled, SettledDecision.StillHolds(receipt, _ => same));
            Assert.Equal(settled, SettledDecision.StillHolds(receipt, _ => missing));
            Assert.False(SettledDecision.StillHolds(receipt, _ => other));
            Assert.False(SettledDecision.StillHolds(receipt, _ => same with { Kind = FileKind.SymbolicLink }));
            Assert.False(SettledDecision.StillHolds(receipt, _ => null));
        }
    }

    [Theory]
    [InlineData("/data", "a", 1, nameof(FileKind.Missing), true, true)]
    [InlineData("/data", "a", 1, nameof(FileKind.SymbolicLink), true, true)]
    [InlineData("/data", "a", 1, nameof(FileKind.Regular), false, true)]
    [InlineData("/data", "a", 1, nameof(FileKind.Regular), true, false)]
    [InlineData("/data", "a", 3, nameof(FileKind.Missing), true, false)]
    [InlineData("/other", "a", 1, nameof(FileKind.Missing), true, false)]
    [InlineData(null, null, 1, nameof(FileKind.Missing), true, false)]
    public void Abandon_Row_Decides(string? volume, string? path, int youngest, string kind, bool sameFingerprint, bool abort)
    {
        var file = new FileStat(Enum.Parse<FileKind>(kind),
            new Fingerprint(3, new Timestamp(1), new Timestamp(sameFingerprint ? 2 : 9), 7), 0, 0, 1, 0);
        var note = Note(volume, path);
        Assert.Equal(abort, AbandonDecision.Decide(note, "/data", isItsKey: true, DateTimeOffset.UnixEpoch.AddHours(youngest),
            DateTimeOffset.UnixEpoch.AddHours(2), file));
    }

    [Theory]
    [InlineData("/data", 3, true)]
    [InlineData("/other", 1, true)]
    [InlineData("/other", 3, false)]
    [InlineData(null, 3, true)]
    public void AbandonForItsKey_Row_Decides(string? volume, int youngest, bool abort) =>
        Assert.Equal(abort, AbandonDecision.DecideForItsKey(Note(volume, "a"), "/data",
            DateTimeOffset.UnixEpoch.AddHours(youngest), DateTimeOffset.UnixEpoch.AddHours(2)));

    [Fact]
    public void Youngest_OneWithoutATime_IsNew()
    {
        var noted = DateTimeOffset.UnixEpoch;
        var parts = new Dictionary<int, UploadedPart> { [1] = new("", "", 1, noted.AddHours(1)) };

        Assert.Equal(noted, AbandonDecision.Youngest(noted, null));
        Assert.Equal(noted.AddHours(1), AbandonDecision.Youngest(noted, parts));
        Assert.Equal(DateTimeOffset.MaxValue, AbandonDecision.Youngest(null, parts));
        parts[2] = new("", "", 1);
        Assert.Equal(DateTimeOffset.MaxValue, AbandonDecision.Youngest(noted, parts));
    }

    private static UploadState Note(string? volume, string? path) => new()
    {
        Key = "a",
        UploadId = "id",
        PartBytes = 1,
        Size = 3,
        Modified = new Timestamp(1),
        Changed = new Timestamp(2),
        Inode = 7,
        Volume = volume,
        Path = path,
    };

    [Fact]
    public void Abandon_KeyOfAnotherPrefix_IsLeftAlone()
    {
        var note = new UploadState
        {
            Key = "other/a",
            UploadId = "u",
            PartBytes = 1,
            Size = 1,
            Modified = default,
            Changed = default,
            Inode = 1,
            Volume = "/data",
            Path = "a",
        };
        Assert.False(AbandonDecision.Decide(note, "/data", isItsKey: false, DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddHours(2), default));
        Assert.True(AbandonDecision.Decide(note, "/data", isItsKey: true, DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddHours(2), default));
    }
}
