using Longshore.Core.Clean;
using Longshore.Core.Ship;
using Longshore.ModelTests.Exploring;
using Longshore.ModelTests.Flow;
using Longshore.Volumes;
using FileOutcome = Longshore.Core.Receipts.FileOutcome;

namespace Longshore.ModelTests;

/// <summary>One answer of the product, made wrong. Where the fault suite has the same sabotage, the name is the same.</summary>
internal static class Sabotages
{
    private static readonly Scope Leases = new("one file, leases", new Budget { Acts = 2, Scans = 2 }, Files: 1);
    private static readonly Scope NoLeases = Leases with { Name = "one file, no leases", Leases = false };
    private static readonly Scope Dying =
        Leases with { Name = "one file, a crash", Budget = new() { Scans = 2, Crashes = 1, Lost = 1 } };
    private static readonly Scope Foreign = new("a foreign object", new Budget { Scans = 2, Foreign = 1 }, Files: 1);
    private static readonly Scope Forged = new("a forged receipt", new Budget { Scans = 1, Foreign = 1, Forged = 1 });
    private static readonly Scope Volumes = new("two volumes", new Budget { Scans = 2, Misdelivered = 1 }, Volumes: 2);
    private static readonly Scope Putting =
        Leases with { Name = "one file, a crash, a writer", Budget = new() { Acts = 1, Scans = 1, Crashes = 1 } };
    private static readonly Scope Twice =
        Leases with { Name = "one file, a crash, a writer, two scans", Budget = new() { Acts = 1, Scans = 2, Crashes = 1 } };
    private static readonly Scope Errors =
        Leases with { Name = "an error", Budget = new() { Scans = 2, Crashes = 1, Errors = 1 } };

    private static readonly Scope Large = new(
        "a large file", new Budget { Acts = 1, Scans = 1, Crashes = 1 }, Files: 1, Cleanups: 0, Large: true);
    private static readonly Scope LargeForeign =
        Large with { Name = "a large file and a foreign object", Budget = new() { Scans = 1, Foreign = 1 } };
    private static readonly Scope LargeTwice =
        Large with { Name = "a large file and two syncs", Budget = new() { Acts = 1, Scans = 2, Crashes = 1 }, Syncs = 2 };
    private static readonly Scope LargeVolumes =
        new("large files of two volumes", new Budget { Scans = 2, Crashes = 1 }, Volumes: 2, Syncs: 2, Cleanups: 0, Large: true);
    private static readonly Scope SharedName =
        LargeVolumes with { Name = "a large file, and a volume of the same name", Files = 1, SharedName = true };

    /// <summary>Most stories need no more steps than this.</summary>
    private const int Usual = 20;

    // How the text of the broken promise begins.
    private const string Lost = "1:";
    private const string Replaced = "2:";
    private const string Miscounted = "3:";
    private const string Upload = "4:";
    private const string Lie = "a receipt lies";
    private const string Left = "a quiet world";

    /// <summary>By name: what is made wrong, where that shows, the broken promise, and the most steps of its story.</summary>
    public static IReadOnlyDictionary<string, (Rules Rules, Scope Scope, string Promise, int Longest)> All { get; } =
        new Dictionary<string, (Rules, Scope, string, int)>(StringComparer.Ordinal)
        {
            ["skip-the-second-stat"] = (new SkipTheSecondStat(), Leases, Lie, Usual),
            ["unlink-without-looking-again"] = (new UnlinkWithoutLookingAgain(), NoLeases, Lost, Usual),
            ["ignore-open-writers"] = (new IgnoreOpenWriters(), Leases, Lost, Usual),
            ["forget-the-lease"] = (new ForgetTheLease(), Leases, Lost, Usual),
            ["skip-the-reread"] = (new SkipTheReread(), NoLeases, Lost, Usual),
            ["ignore-ctime"] = (new IgnoreCtime(), Leases, Lie, Usual),
            ["delete-what-s3-does-not-list"] = (new DeleteWhatIsNotListed(), Foreign, Lost, Usual),
            ["do-not-compare-the-etag"] = (new DoNotCompareTheETag(), Foreign, Lost, Usual),
            ["take-a-taken-key-for-the-same-bytes"] = (new TakeTakenForSame(), Foreign, Lie, Usual),
            ["say-that-all-was-uploaded"] = (new SayThatAllWasUploaded(), Foreign, Lie, Usual),
            ["drop-if-none-match"] = (new DropIfNoneMatch(), Foreign, Replaced, Usual),
            ["take-no-permission-for-gone"] = (new TakeErrorsForAbsence(), Errors, Miscounted, Usual),
            ["believe-the-receipts-key"] = (new BelieveAnyKey(), Forged, Lost, Usual),
            ["believe-another-volumes-receipt"] = (new BelieveAnyVolume(), Volumes, Lost, Usual),
            ["leave-the-failed-out-of-the-receipt"] = (new LeaveTheFailedOut(),
                Foreign with { Name = "a foreign object, Fail", Conflict = ConflictPolicy.Fail }, Miscounted, Usual),
            ["miscount-what-was-deleted"] = (new MiscountDeleted(), Leases, Miscounted, Usual),
            ["delete-without-a-begun-record"] = (new DeleteWithoutRecord(), Leases, Miscounted, Usual),
            ["take-what-is-in-place-for-deleted"] = (new TakeInPlaceForDeleted(), Dying, Miscounted, Usual),
            ["never-settle-the-trash"] = (new NeverSettle(), Dying, Left, Usual),
            // Two cleanups and the writer have to come first.
            ["close-while-another-may-put-back"] = (new CloseAtOnce(), Putting, Miscounted, 30),
            ["forget-the-name-beside"] = (new ForgetTheNameBeside(), Twice, Miscounted, 60),
            ["send-parts-without-looking-again"] = (new SkipTheSecondStat(), Large, Lie, Usual),
            ["complete-without-if-none-match"] = (new DropIfNoneMatch(), LargeForeign, Replaced, Usual),
            // A part has to be sent before a crash, a writer and a wait.
            ["continue-an-upload-of-other-bytes"] = (new ContinueAny(), Large, Lie, 22),
            ["abandon-a-young-upload"] = (new AbandonYoung(), SharedName, Upload, Usual),
            ["abandon-another-volumes-upload"] = (new AbandonAnyVolumes(), LargeVolumes, Upload, Usual),
            ["abort-another-volumes-upload"] = (new AbortAnyVolumes(), LargeVolumes, Upload, Usual),
            // Both syncs have to begin an upload.
            ["delete-the-note-of-another-upload"] = (new DeleteAnyNote(), LargeTwice, Upload, 30),
        };

    /// <summary>By name: one of two guards, made wrong, and where that would show if the other were not there.</summary>
    public static IReadOnlyDictionary<string, (Rules Rules, Scope Scope)> GuardedTwice { get; } =
        new Dictionary<string, (Rules, Scope)>(StringComparer.Ordinal)
        {
            ["continue-although-the-fingerprint-differs"] = (new ContinueAnyNote(), Large),
            ["take-parts-without-their-checksum"] = (new TakeAnyPart(), Large),
            ["complete-without-looking-again"] = (new CompleteUnseen(), Large),
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
        public override DeleteVerdict Delete(Entry entry, Node? file, ValueList<Stored> listed, int now) =>
            base.Delete(entry, file, listed.Count == 0 ? [new Stored(entry.Key, entry.Content)] : listed, now);
    }

    private sealed class DoNotCompareTheETag : Rules
    {
        public override DeleteVerdict Delete(Entry entry, Node? file, ValueList<Stored> listed, int now) =>
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
        public override DeleteVerdict Delete(Entry entry, Node? file, ValueList<Stored> listed, int now) =>
            base.Delete(AsOf(entry, file), file, listed, now);

        public override bool MayRename(Node? found, Entry entry) => base.MayRename(found, AsOf(entry, found));

        private static Entry AsOf(Entry entry, Node? file) =>
            file is null || entry.Seen is null ? entry : entry with { Seen = entry.Seen with { Inode = file.Inode } };

        public override bool Believes(Receipt receipt, Entry entry, int volume) =>
            base.Believes(receipt, entry, receipt.Batch.Volume);
    }

    private sealed class LeaveTheFailedOut : Rules
    {
        public override ValueList<Entry> ReportedFiles(ValueList<Entry> entries) =>
            [.. entries.Where(entry => entry.Outcome != FileOutcome.Failed)];
    }

    private sealed class MiscountDeleted : Rules
    {
        public override Outcome ReportedOutcome(Outcome outcome) => outcome with { Kept = [] };
    }

    private sealed class DeleteWithoutRecord : Rules
    {
        public override bool WritesBegunRecord => false;
    }

    private sealed class TakeInPlaceForDeleted : Rules
    {
        public override bool IsInPlace(ChosenFile file, Node? found) => false;
    }

    private sealed class CloseAtOnce : Rules
    {
        public override bool WaitsForRecentCleanups => false;
    }

    private sealed class ForgetTheNameBeside : Rules
    {
        public override bool IsOne(ChosenFile one, ChosenFile other) => one.Name == other.Name && base.IsOne(one, other);
    }

    private sealed class NeverSettle : Rules
    {
        public override bool SettlesTrash => false;
    }

    private sealed class ContinueAny : Rules
    {
        public override bool Continues(Note note, Key key, Node opened) => true;

        public override bool HoldsPart(int held, int file) => true;
    }

    private sealed class ContinueAnyNote : Rules
    {
        public override bool Continues(Note note, Key key, Node opened) => true;
    }

    private sealed class TakeAnyPart : Rules
    {
        public override bool HoldsPart(int held, int file) => true;
    }

    private sealed class CompleteUnseen : Rules
    {
        public override bool LooksBeforeCompleting => false;
    }

    private sealed class AbandonYoung : Rules
    {
        public override bool IsAbandoned(Note note, int volume, int youngest, int now, Node? file) =>
            base.IsAbandoned(note, volume, youngest - World.Wait, now, file);
    }

    private sealed class AbandonAnyVolumes : Rules
    {
        public override bool IsAbandoned(Note note, int volume, int youngest, int now, Node? file) =>
            base.IsAbandoned(note, note.Volume, youngest, now, file);
    }

    private sealed class AbortAnyVolumes : Rules
    {
        public override bool AbortsForItsKey(Note note, int volume, int youngest, int now) => true;
    }

    private sealed class DeleteAnyNote : Rules
    {
        public override bool IsNoteOf(Note note, int upload) => true;
    }
}
