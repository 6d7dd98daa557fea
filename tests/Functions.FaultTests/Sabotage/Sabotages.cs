namespace Longshore.FaultTests.Sabotage;

/// <summary>A deliberate defect.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Promise">What it breaks.</param>
/// <param name="File">The source beneath <c>functions/</c>.</param>
/// <param name="Find">A text that occurs there exactly once.</param>
/// <param name="Replace">What stands in its place in the sabotaged build.</param>
internal sealed record Sabotage(string Name, string Promise, string File, string Find, string Replace);

/// <summary>
/// The deliberate defects that the suite must catch. Nothing of them is in the product: each is put into a copy of one source, from which
/// a build of its own is made.
/// </summary>
internal static class Sabotages
{
    public const string Deleted = "1: nothing is deleted that S3 has not proven to hold";
    public const string Overwritten = "2: nothing in S3 is overwritten by different bytes";
    public const string Counted = "3: every file is accounted for";

    public static IReadOnlyList<Sabotage> All { get; } =
    [
        new("skip-the-second-stat", Deleted, "Sync/Shipment.cs",
            "public bool HasChanged() => File.Restat().Fingerprint != Stat.Fingerprint;",
            "public bool HasChanged() => false;"),
        new("unlink-without-looking-again", Deleted, "Files/Removal.cs",
            "&& FingerprintMatch.AfterRename(FileStat.From(after, stableInodes), victim.Before)\n        && (victim.IsLeased ? victim.IsThis(after) : Changed(after) == moved);",
            "&& FileStat.KindOf(after.Mode) == FileKind.Regular && moved != Timestamp.Latest;"),
        new("ignore-open-writers", Deleted, "Files/TrashCan.cs",
            "if (leases && victim.TakeLease() == WriterState.Open)",
            "if (leases && victim.TakeLease() == WriterState.Open && process.Length == 0)"),
        new("forget-the-lease", Deleted, "Files/Victim.cs",
            "public bool IsUndisturbed() => !IsLeased || WriterLease.IsHeld(File);",
            "public bool IsUndisturbed() => File is not null;"),
        new("skip-the-reread", Deleted, "Files/Removal.cs",
            "private readonly bool _reread = proof.Always || victim.IsOnlyToldByItsBytes;",
            "private readonly bool _reread = proof.Always && victim.IsOnlyToldByItsBytes && !stableInodes;"),
        new("ignore-ctime", Deleted, "Files/FileStat.cs",
            "Moment(found.ChangedSeconds, found.ChangedNanoseconds)",
            "Moment(found.ModifiedSeconds, found.ModifiedNanoseconds)"),
        new("delete-what-s3-does-not-list", Deleted, "Cleanup/DeleteDecision.cs",
            "return new(DeleteVerdict.Keep, ObjectMissing);",
            "return new(DeleteVerdict.Delete, \"\");"),
        new("do-not-compare-the-etag", Deleted, "Cleanup/DeleteDecision.cs",
            "if (item.ETag.Length == 0 || item.ETag != entry.ETag || item.Size != fingerprint.Size)",
            "if (item.ETag.Length == 0)"),
        new("take-a-taken-key-for-the-same-bytes", Deleted, "Sync/ExistingObject.cs",
            "theirs == ours ? new Comparison",
            "theirs.Length > 0 ? new Comparison"),
        new("say-that-all-was-uploaded", Deleted, "Sync/FileShipper.cs",
            "_ => await SettleTakenAsync(shipment, sha256, onTaken, finish, park).ConfigureAwait(false),",
            "_ => shipment.Settled(FileOutcome.Uploaded, sha256, put.ETag, put.VersionId),"),
        new("follow-links", Deleted, "Files/Beneath.cs",
            "return Sys.OpenBeneath(from, Terminated(path), flags, out errno);",
            "return Sys.OpenAt(from, Terminated(path), flags, out errno);"),
        new("drop-if-none-match", Overwritten, "Storage/Objects/RequestHeaders.cs",
            "else if (ifNoneMatch)",
            "else if (ifMatch is not null)"),
        new("complete-without-if-none-match", Overwritten, "Storage/Uploads/MultipartStore.cs",
            "can.OnComplete != ConditionSupport.Refused, ifMatch, token)",
            "false, ifMatch, token)"),
        new("skip-the-minimum-age", Deleted, "Files/ReadinessDecision.cs",
            ": now - print.Changed < minAge || now - print.Modified < minAge ? Reasons.TooYoung",
            ": now - print.Changed < TimeSpan.FromDays(-1) ? Reasons.TooYoung"),
        new("swallow-a-listing-error", Counted, "Files/VolumeScanner.cs",
            "if (errno is Errno.ENOENT or Errno.ENOTDIR)",
            "if (errno != Errno.ELOOP)"),
        new("take-no-permission-for-gone", Counted, "Files/VolumeRoot.cs",
            "Errno.ENOENT or Errno.ENOTDIR => default,",
            "Errno.ENOENT or Errno.ENOTDIR or Errno.EACCES => default,"),
        new("take-403-for-absent", Deleted, "Storage/StoreErrors.cs",
            "StoreErrorKind.Refused => new StoreRefusedException($\"{what} was refused: {Advice(service, options)}\", error) { Words = words },",
            "StoreErrorKind.Refused => new Amazon.S3.AmazonS3Exception(\"absent\") { StatusCode = HttpStatusCode.NotFound, ErrorCode = \"NoSuchKey\" },"),
        new("trust-the-event-not-the-receipt", Deleted, "Storage/Objects/StateKeys.cs",
            "var folder = Root + \"receipts/\";",
            "var folder = key[..Math.Max(0, key.IndexOf(\"receipts/\", StringComparison.Ordinal))] + \"receipts/\"; "
            + "if (key.EndsWith(\"/1.json.gz\", StringComparison.Ordinal)) return (batch, attempt) is var _ && (batch = key[folder.Length..^\"/1.json.gz\".Length]) is not null && (attempt = 1) == 1;"),
        new("believe-any-receipt", Deleted, "Storage/Receipts/ReceiptStore.cs",
            "return problem is null ? receipt! :",
            "return receipt is not null ? receipt :"),
        new("believe-the-receipts-key", Deleted, "Storage/Receipts/ReceiptBelief.cs",
            "return IsUnderItsOwnKey(entry) ? null",
            "return entry.Key is not null ? null"),
        new("believe-another-volumes-receipt", Deleted, "Storage/Receipts/ReceiptBelief.cs",
            ": receipt.VolumeName != volumeName ? AnotherVolume",
            ": receipt.VolumeName is null ? AnotherVolume"),
        new("leave-the-failed-out-of-the-receipt", Counted, "Storage/Receipts/Receipt.cs",
            "Planned = entries.Count,",
            "Planned = entries.Count - entries.Count(entry => entry.Outcome == FileOutcome.Failed),"),
        new("miscount-what-was-deleted", Counted, "Cleanup/CleanupFunction.cs",
            "Deleted = deleted.Length,",
            "Deleted = cleaned.Length,"),
        new("delete-without-a-begun-record", Counted, "Cleanup/CleanupFunction.cs",
            "var number = await records.BeginAsync(begun, context.Abort).ConfigureAwait(false);",
            "var number = 1;"),
        new("take-what-is-in-place-for-deleted", Counted, "Cleanup/BegunClosing.cs",
            "if (held[i])",
            "if (held.Length == 0)"),
        new("never-settle-the-trash", Deleted, "Cleanup/TrashKeeper.cs",
            "foreach (var folder in StaleTrash.Find(root, dead, time, log))\n            found |= Settle",
            "foreach (var folder in StaleTrash.Find(root, dead, time, log).Take(0))\n            found |= Settle"),
        new("ignore-what-the-probe-found", Overwritten, "Storage/Probe/StoreProbe.cs",
            "return verdict.Abilities;",
            "return _assumed;"),
        new("believe-a-repeated-checksum", Deleted, "Storage/Probe/ProbeDecision.cs",
            "ProvesWhole = !options.ReadBack && found.WrongBody == ProbeAnswer.Refused,",
            "ProvesWhole = !options.ReadBack,"),
    ];
}
