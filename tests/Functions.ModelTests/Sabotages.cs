using Longshore.Core.Clean;
using Longshore.Core.Ship;
using Longshore.ModelTests.Exploring;
using Longshore.ModelTests.Flow;
using Longshore.Volumes;
using FileOutcome = Longshore.Core.Receipts.FileOutcome;

namespace Longshore.ModelTests;

/// <summary>One answer of the product, made wrong. The names are those of the fault suite's sabotages.</summary>
internal static class Sabotages
{
    private static readonly Scope Leases = new("one file, leases", new Budget { Acts = 2, Scans = 2 }, Files: 1);
    private static readonly Scope NoLeases = Leases with { Name = "one file, no leases", Leases = false };
    private static readonly Scope Dying =
        Leases with { Name = "one file, a crash", Budget = new() { Scans = 2, Crashes = 1, Lost = 1 } };
    private static readonly Scope Foreign = new("a foreign object", new Budget { Scans = 2, Foreign = 1 }, Files: 1);
    private static readonly Scope Forged = new("a forged receipt", new Budget { Scans = 1, Foreign = 1, Forged = 1 });
    private static readonly Scope Volumes = new("two volumes", new Budget { Scans = 2, Lost = 1 }, Volumes: 2);
    private static readonly Scope Errors =
        Leases with { Name = "an error", Budget = new() { Scans = 2, Crashes = 1, Errors = 1 } };

    public static IReadOnlyDictionary<string, (Rules Rules, Scope Scope)> All { get; } =
        new Dictionary<string, (Rules, Scope)>(StringComparer.Ordinal)
        {
            ["skip-the-second-stat"] = (new SkipTheSecondStat(), Leases),
            ["unlink-without-looking-again"] = (new UnlinkWithoutLookingAgain(), NoLeases),
            ["ignore-open-writers"] = (new IgnoreOpenWriters(), Leases),
            ["forget-the-lease"] = (new ForgetTheLease(), Leases),
            ["skip-the-reread"] = (new SkipTheReread(), NoLeases),
            ["ignore-ctime"] = (new IgnoreCtime(), Leases),
            ["delete-what-s3-does-not-list"] = (new DeleteWhatIsNotListed(), Foreign),
            ["do-not-compare-the-etag"] = (new DoNotCompareTheETag(), Foreign),
            ["take-a-taken-key-for-the-same-bytes"] = (new TakeTakenForSame(), Foreign),
            ["say-that-all-was-uploaded"] = (new SayThatAllWasUploaded(), Foreign),
            ["drop-if-none-match"] = (new DropIfNoneMatch(), Foreign),
            ["take-no-permission-for-gone"] = (new TakeErrorsForAbsence(), Errors),
            ["believe-the-receipts-key"] = (new BelieveAnyKey(), Forged),
            ["believe-another-volumes-receipt"] = (new BelieveAnyVolume(), Volumes),
            ["leave-the-failed-out-of-the-receipt"] = (new LeaveTheFailedOut(),
                Foreign with { Name = "a foreign object, Fail", Conflict = ConflictPolicy.Fail }),
            ["miscount-what-was-deleted"] = (new MiscountDeleted(), Leases),
            ["delete-without-a-begun-record"] = (new DeleteWithoutRecord(), Leases),
            ["take-what-is-in-place-for-deleted"] = (new TakeInPlaceForDeleted(), Dying),
            ["never-settle-the-trash"] = (new NeverSettle(), Dying),
        };

    private sealed class SkipTheSecondStat : Rules
    {
        public override bool HasChanged(Node? now, Node opened) => false;
    }

    private sealed class UnlinkWithoutLookingAgain : Rules
    {
        public override bool IsSame(Node? found, Node before, int? moved) => found is { IsRegular: true };
    }

    private sealed class IgnoreOpenWriters : Rules
    {
        public override bool RefusesOpenFiles => false;
    }

    private sealed class ForgetTheLease : Rules
    {
        public override bool IsUndisturbed(bool disturbed) => true;
    }

    private sealed class SkipTheReread : Rules
    {
        public override bool Rereads => false;
    }

    private sealed class IgnoreCtime : Rules
    {
        public override Node? Look(Node? file) => file is null ? null : file with { Changed = file.Modified };
    }

    private sealed class DeleteWhatIsNotListed : Rules
    {
        public override DeleteVerdict Delete(Entry entry, Node? file, Row<Stored> listed, int now) =>
            base.Delete(entry, file, listed.Count == 0 ? [new Stored(entry.Key, entry.Content)] : listed, now);
    }

    private sealed class DoNotCompareTheETag : Rules
    {
        public override DeleteVerdict Delete(Entry entry, Node? file, Row<Stored> listed, int now) =>
            base.Delete(entry, file, [.. listed.Select(stored => stored with { Content = entry.Content })], now);
    }

    private sealed class TakeTakenForSame : Rules
    {
        public override ExistingBytes Compare(int stored, int file) => ExistingBytes.Same;
    }

    private sealed class SayThatAllWasUploaded : Rules
    {
        public override bool IsTakenWritten => true;
    }

    private sealed class DropIfNoneMatch : Rules
    {
        public override bool IsRefused(bool isTaken) => false;
    }

    private sealed class TakeErrorsForAbsence : Rules
    {
        public override bool IsErrorAbsence => true;
    }

    private sealed class BelieveAnyKey : Rules
    {
        public override bool Believes(Receipt receipt, Entry entry, int volume) => receipt.Batch.Volume == volume;

        public override bool IsUnderItsOwnKey(Entry entry) => true;
    }

    /// <summary>Of volumes that are clones of one another, where the inodes of files are the same too.</summary>
    private sealed class BelieveAnyVolume : Rules
    {
        public override DeleteVerdict Delete(Entry entry, Node? file, Row<Stored> listed, int now) =>
            base.Delete(AsOf(entry, file), file, listed, now);

        public override bool MayRename(Node? found, Entry entry) => base.MayRename(found, AsOf(entry, found));

        private static Entry AsOf(Entry entry, Node? file) =>
            file is null || entry.Seen is null ? entry : entry with { Seen = entry.Seen with { Inode = file.Inode } };

        public override bool Believes(Receipt receipt, Entry entry, int volume) =>
            base.Believes(receipt, entry, receipt.Batch.Volume);
    }

    private sealed class LeaveTheFailedOut : Rules
    {
        public override Row<Entry> Told(Row<Entry> entries) => [.. entries.Where(entry => entry.Outcome != FileOutcome.Failed)];
    }

    private sealed class MiscountDeleted : Rules
    {
        public override Ended Told(Ended outcome) => outcome with { Kept = [] };
    }

    private sealed class DeleteWithoutRecord : Rules
    {
        public override bool WritesBegunRecord => false;
    }

    private sealed class TakeInPlaceForDeleted : Rules
    {
        public override bool IsInPlace(Doomed file, Node? found) => false;
    }

    private sealed class NeverSettle : Rules
    {
        public override bool SettlesTrash => false;
    }
}
