using Longshore.Core.Bundles;
using Longshore.Core.Clean;
using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.Core.Ship;
using Longshore.Store;
using Longshore.Store.HotPath;
using Longshore.Store.Objects;
using Longshore.Store.Probe;
using Longshore.Store.Uploads;
using Longshore.Volumes;
using Longshore.Volumes.Native;
using static Longshore.FaultTests.Sabotage.Scope;

namespace Longshore.FaultTests.Sabotage;

/// <summary>A deliberate defect.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Promise">What it breaks.</param>
/// <param name="Change">The change of one source that does it.</param>
internal sealed record Sabotage(string Name, string Promise, Change Change);

/// <summary>
/// The deliberate defects that the suite must catch. Nothing of them is in the product: each is put into a copy of one source,
/// from which a build of its own is made. Types and members are named with <c>typeof</c> and <c>nameof</c>, and the names of
/// locals and parameters are taken from the source: no rename and no new format breaks a defect.
/// </summary>
internal static class Sabotages
{
    public const string Deleted = "1: nothing is deleted that S3 has not proven to hold";
    public const string Overwritten = "2: nothing in S3 is overwritten by different bytes";
    public const string Counted = "3: every file is accounted for";

    public static IReadOnlyList<Sabotage> All { get; } =
    [
        new("skip-the-second-stat", Deleted,
            In(typeof(VolumeFile), nameof(VolumeFile.HasChanged)).Body(_ => "false")),
        new("unlink-without-looking-again", Deleted,
            In(typeof(Removal), nameof(Removal.IsSame)).Body(old =>
                $"{old.Left} && {old.Argument(nameof(FingerprintMatch.AfterRename), 0)}.{nameof(FileStat.Kind)} "
                + $"== {Name(FileKind.Regular)}")),
        new("ignore-open-writers", Deleted,
            In(typeof(TrashCan)).Condition(nameof(Victim.TakeLease), old => $"({old}) && false")),
        new("forget-the-lease", Deleted,
            In(typeof(Victim), nameof(Victim.IsUndisturbed)).Body(_ => "true")),
        new("skip-the-reread", Deleted,
            In(typeof(Removal)).Result(nameof(Victim.NeedsReread), old =>
                $"{old.Left} && {old.Right} && !{old.Parameter("bool")}")),
        new("ignore-ctime", Deleted,
            In(typeof(FileStat), nameof(FileStat.From)).Body(old => old
                .With(nameof(StatxBuffer.Changed), nameof(StatxBuffer.Modified)).Text)),
        new("delete-what-s3-does-not-list", Deleted,
            In(typeof(DeleteDecision)).Result(nameof(Reasons.ObjectMissing), _ =>
                $"new({Name(DeleteVerdict.Delete)}, \"\")")),
        new("do-not-compare-the-etag", Deleted,
            In(typeof(ReceiptEntry), nameof(ReceiptEntry.IsIn)).Body(old => old.Left.Text)),
        new("take-a-taken-key-for-the-same-bytes", Deleted,
            In(typeof(ExistingObject), nameof(ExistingObject.Judge)).Condition(nameof(ExistingBytes.Same), old =>
                $"{old.Left}.Length > 0")),
        new("say-that-all-was-uploaded", Deleted,
            In(typeof(WholeShipper)).Use(nameof(WriteResult.Written), old => $"{old} or {Name(WriteResult.Taken)}")),
        new("follow-links", Deleted,
            In(typeof(FolderOpener)).Use(nameof(Sys.OpenBeneath), old =>
                old.With(nameof(Sys.OpenBeneath), nameof(Sys.OpenAt)).Text)),
        new("drop-if-none-match", Overwritten,
            In(typeof(RequestHeaders)).Condition("if-none-match", _ => "false")),
        new("complete-without-if-none-match", Overwritten,
            In(typeof(MultipartStore)).Use(nameof(ConditionSupport.Refused), old => $"{old} && false")),
        new("skip-the-minimum-age", Deleted,
            In(typeof(ReadinessDecision)).Condition(nameof(Reasons.TooYoung), _ => "false")),
        new("swallow-a-listing-error", Counted,
            In(typeof(VolumeScanner)).Condition(nameof(Errno.ENOTDIR), old =>
                $"{old.Left} != {nameof(Errno)}.{nameof(Errno.ELOOP)}")),
        new("take-no-permission-for-gone", Counted,
            In(typeof(FolderLook), nameof(FolderLook.StatOf)).Use(nameof(Errno.ENOTDIR), old =>
                $"{old} or {nameof(Errno)}.{nameof(Errno.EACCES)}")),
        new("take-403-for-absent", Deleted,
            In(typeof(StoreAdvice), nameof(StoreAdvice.Final)).Result(nameof(StoreErrorKind.Refused), _ =>
                $"new {nameof(RequestRefusedException)}(\"absent\", System.Net.HttpStatusCode.NotFound, \"NoSuchKey\")")),
        new("trust-the-event-not-the-receipt", Deleted,
            In(typeof(StateKeys), nameof(StateKeys.TryReadReceiptKey)).Body(TakeAnyFolder)),
        new("believe-any-receipt", Deleted,
            In(typeof(ReceiptStore), nameof(ReceiptStore.ReadAsync)).Use(nameof(ReceiptCheck.Problem), _ => "null")),
        new("believe-the-receipts-key", Deleted,
            In(typeof(ReceiptBelief)).Use(nameof(ReceiptBelief.IsUnderItsOwnKey), old =>
                $"{old.Argument(nameof(ReceiptBelief.IsUnderItsOwnKey), 0)}.{nameof(ReceiptEntry.Key)} is not null")),
        new("believe-another-volumes-receipt", Deleted,
            In(typeof(ReceiptBelief)).Condition(nameof(Reasons.ReceiptOfAnotherVolume), old => $"{old.Left} is null")),
        new("leave-the-failed-out-of-the-receipt", Counted,
            In(typeof(ReceiptCounts)).Result(nameof(ReceiptCounts.Planned), old =>
                $"{old} - {old.Left}.Count(each => each.{nameof(ReceiptEntry.Outcome)} == {Name(FileOutcome.Failed)})")),
        new("miscount-what-was-deleted", Counted,
            In(typeof(CleanupOutcome), nameof(CleanupOutcome.Of)).Result(nameof(CleanupOutcome.Deleted), old =>
                $"{old.Argument(nameof(CleanupOutcome.KeptOf), 0)}.Length")),
        new("delete-without-a-begun-record", Counted,
            In(typeof(RecordedDeletion)).Result(nameof(CleanupRecords.BeginAsync), _ => "1")),
        new("take-what-is-in-place-for-deleted", Counted,
            In(typeof(OpenCleanup)).Condition(nameof(Reasons.NotReached), _ => "false")),
        new("never-settle-the-trash", Deleted,
            In(typeof(TrashKeeper)).Use(nameof(StaleTrash.Find), old => $"{old}.Take(0)")),
        new("ignore-what-the-probe-found", Overwritten,
            In(typeof(StoreProbe)).Result(nameof(ProbeVerdict.Abilities), old =>
                $"{nameof(StoreAbilities)}.{nameof(StoreAbilities.Assumed)}({old.Argument(nameof(StoreAbilities.Assumed), 0)})")),
        new("tell-another-offset", Counted,
            In(typeof(BundleShipper), "AddFile").Use(nameof(BundleWriter.Add), old => $"{old} + 512")),
        new("take-a-file-from-a-bundle-by-its-name", Deleted,
            In(typeof(BundleShipper)).Condition(nameof(FoundFile.Sha256), old => old.Left.Text)),
        new("write-a-false-manifest", Counted,
            In(typeof(BundleWriter), nameof(BundleWriter.Add)).Use(nameof(Convert.ToHexStringLower), _ => "new string('0', 64)")),
        new("make-a-tar-that-differs-each-time", Counted,
            In(typeof(TarHeader), nameof(TarHeader.Of)).Use("RegularFile", _ => "(byte)(Random.Shared.Next(2) * '0')")),
        new("believe-a-bundle-of-another-batch", Deleted,
            In(typeof(BundleKeys), nameof(BundleKeys.IsKeyOf)).Body(_ => "{ return true; }")),
        new("let-two-files-have-the-same-bytes-of-a-bundle", Deleted,
            In(typeof(ReceiptCheck), "BundleProblem").Body(_ => "{ return null; }")),
        new("delete-without-comparing-the-bundle", Deleted,
            In(typeof(BundleProof)).Condition("Rebuild", old => old.Left.Text)),
        new("believe-a-repeated-checksum", Deleted,
            In(typeof(ProbeDecision)).Result(nameof(StoreAbilities.ProvesWhole), old => old.Left.Text)),
    ];

    /// <summary>The key of a first attempt is a receipt's key in whatever folder it is.</summary>
    private static string TakeAnyFolder(Code old)
    {
        const string Folder = "\"receipts/\"", Ending = "\"/1.json.gz\"";
        var (key, batch, attempt) = (old.Parameter("string"), old.Parameter("out string"), old.Parameter("out int"));
        var start = $"Math.Max(0, {key}.IndexOf({Folder}, StringComparison.Ordinal)) + {Folder}.Length";
        return $"{{ if ({key}.EndsWith({Ending}, StringComparison.Ordinal)) "
            + $"{{ ({batch}, {attempt}) = ({key}[({start})..^{Ending}.Length], 1); return true; }} {old.Text} }}";
    }

    private static string Name<TEnum>(TEnum value) where TEnum : struct, Enum => $"{typeof(TEnum).Name}.{value}";
}
