using Longshore.Files;
using Longshore.Storage.Receipts;
using Longshore.Sync;
using Longshore.UnitTests.Storage;

namespace Longshore.UnitTests.Sync;

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
        Enum.Parse<ConflictAction>(action), ConflictDecision.Decide(Enum.Parse<ExistingBytes>(existing), Enum.Parse<ConflictPolicy>(policy)));

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
}
