using Amazon.Runtime;
using Longshore.Core.Receipts;
using Longshore.Settings;
using Longshore.Store;
using Longshore.Store.Objects;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.Core.Clean;

/// <summary>What became of one shipped file.</summary>
public sealed record CleanedFile(ReceiptEntry Entry, DeleteVerdict Verdict, string Reason)
{
    /// <summary>The entry's path; set where the verdict is <see cref="DeleteVerdict.Delete"/>.</summary>
    public VolumePath Path { get; init; }

    /// <summary>What the file's bytes must hash to before it is deleted.</summary>
    public ContentProof Content { get; init; }
}

/// <param name="Files">One for each file that the receipt says was shipped.</param>
/// <param name="Fault">What ended the work early, if anything did: to be thrown once what was done is accounted for.</param>
public sealed record CleanedBatch(CleanedFile[] Files, Exception? Fault);

/// <summary>Checks S3 and the volume once more and deletes what both confirm.</summary>
public sealed class BatchCleaner(
    Volume volume, S3Store store, KeyRange range, ObjectProof proof, IOptions<CleanupOptions> options, IOptions<ReadinessOptions> readiness,
    TimeProvider time, ILogger<BatchCleaner> log, CleanupWatch? watch = null)
{
    /// <summary>Work was stopped before this file was looked at.</summary>
    public const string NotStarted = "not-started";

    private const int AtOnce = 4;

    /// <summary>At most so many files are looked at one after another: neighbours share a folder.</summary>
    private const int LongestRun = 32;

    /// <summary>Unique to the running process.</summary>
    public static readonly string Process = Guid.NewGuid().ToString("n");
    private int _warned;

    /// <summary>Decides on each file and deletes none: <see cref="DeleteVerdict.Delete"/> is what is to be deleted.</summary>
    /// <param name="park">Stop starting; the rest is kept as <see cref="NotStarted"/>.</param>
    /// <param name="abort">Ends requests to the store.</param>
    public async Task<CleanedBatch> LookAsync(VolumeRoot root, Receipt receipt, CancellationToken park, CancellationToken abort)
    {
        ReceiptEntry[] settled = [.. receipt.Files.Where(entry => entry.IsSettled())];
        var listed = await range.ListAsync(settled.Select(entry => entry.Key!).ToHashSet(StringComparer.Ordinal), abort);
        var looked = new CleanedFile[settled.Length];
        var fault = default(Exception);
        var faults = new ObjectFaults(store);
        var run = Math.Clamp(settled.Length / AtOnce, 1, LongestRun);
        var starts = Enumerable.Range(0, (settled.Length + run - 1) / run).Select(number => number * run);
        await Parallel.ForEachAsync(starts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (start, _) =>
        {
            using var look = root.Look();
            for (var index = start; index < Math.Min(settled.Length, start + run); index++)
                looked[index] = await TryAsync(look, settled[index]);
        });
        return new CleanedBatch(looked, fault);

        async Task<CleanedFile> TryAsync(FolderLook look, ReceiptEntry entry)
        {
            var reason = default(string);
            try
            {
                if (!park.IsCancellationRequested && fault is null)
                    return await LookAsync(look, entry, listed, abort);
            }
            catch (Exception e) when (e is StoreUnavailableException or AmazonServiceException or OperationCanceledException)
            {
                // Unknown means keep. If one object fails, its file is kept. If the store fails, the files already proven are
                // finished and accounted for, and then it is thrown.
                reason = await faults.ReasonAsync(e, entry.Path, abort);
                if (reason is null)
                    Interlocked.CompareExchange(ref fault, e, null);
            }

            return new CleanedFile(entry, DeleteVerdict.Keep, reason ?? NotStarted);
        }
    }

    /// <summary>Deletes what a look has decided to delete; the begun record that names it is in S3.</summary>
    /// <returns>The same files, with what became of each.</returns>
    public async Task<CleanedFile[]> DeleteAsync(VolumeRoot root, string batch, CleanedFile[] looked, CancellationToken park)
    {
        var dryRun = options.Value.DryRun;
        var cleaned = new CleanedFile[looked.Length];
        await Parallel.ForAsync(0, looked.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, (index, _) =>
        {
            var file = looked[index];
            cleaned[index] = dryRun || file.Verdict != DeleteVerdict.Delete ? file
                : park.IsCancellationRequested ? file with { Verdict = DeleteVerdict.Keep, Reason = NotStarted }
                : Delete(root, batch, file, park);
            return ValueTask.CompletedTask;
        });
        watch?.Cleaned(batch, cleaned, dryRun);
        return cleaned;
    }

    private async Task<CleanedFile> LookAsync(
        FolderLook look, ReceiptEntry entry, IReadOnlyDictionary<string, ListedObject> listed, CancellationToken abort)
    {
        if (!VolumePath.TryParse(entry.Path, out var path, out _))
            return new CleanedFile(entry, DeleteVerdict.Keep, DeleteDecision.NotSettled);
        // A rule may be newer than the receipt: what it leaves alone today stays, and the account names it.
        if (volume.Bars(path.Value) is { } barred)
            return new CleanedFile(entry, DeleteVerdict.Keep, barred);
        try
        {
            // A key that the listing's budget did not reach is asked for.
            ListedObject? seen = listed.TryGetValue(entry.Key!, out var item) ? item : await store.FindAsync(entry.Key!, abort);
            var file = look.Stat(path);
            var decision = Decide(entry, file, seen);
            if (decision.Reason == DeleteDecision.Changed && file.Fingerprint.DiffersInInodeOnly(entry.Fingerprint()!.Value))
                return new CleanedFile(entry, DeleteVerdict.Keep, Reasons.InodeChanged);
            if (decision.Verdict != DeleteVerdict.Delete)
                return new CleanedFile(entry, decision.Verdict, decision.Reason);
            (seen, var content) = await proof.OfAsync(entry, seen!.Value, abort);
            decision = Decide(entry, file, seen);
            return new CleanedFile(entry, decision.Verdict, decision.Reason) { Path = path, Content = content };
        }
        catch (VolumeFileException e)
        {
            return new CleanedFile(entry, DeleteVerdict.Keep, e.Reason);
        }
    }

    private DeleteDecision Decide(ReceiptEntry entry, FileStat file, ListedObject? seen) =>
        DeleteDecision.Decide(entry, file, seen, Timestamp.From(time.GetUtcNow()), options.Value.KeepFor);

    private CleanedFile Delete(VolumeRoot root, string batch, CleanedFile file, CancellationToken park)
    {
        var entry = file.Entry;
        try
        {
            var outcome = root.Delete(file.Path, entry.Fingerprint()!.Value, batch, Process, file.Content with { Stop = park });
            if (!outcome.Leased)
                Warn(file.Path, outcome);
            return outcome switch
            {
                { Result: TrashResult.Deleted } => file,
                { Result: TrashResult.Gone } => new CleanedFile(entry, DeleteVerdict.Gone, ""),
                { Reason: Reasons.ChangedSinceReceipt or Reasons.ChangedWhileDeleting or Reasons.NotARegularFile } =>
                    new CleanedFile(entry, DeleteVerdict.Keep, DeleteDecision.Changed),
                { Reason: Reasons.OutOfTime } => new CleanedFile(entry, DeleteVerdict.Keep, NotStarted),
                _ => new CleanedFile(entry, DeleteVerdict.Keep, outcome.Reason!),
            };
        }
        catch (VolumeFileException e)
        {
            return new CleanedFile(entry, DeleteVerdict.Keep, e.Reason);
        }
    }

    /// <summary>Once a process: without a lease only MinAge guards against memory-mapped writes.</summary>
    private void Warn(VolumePath path, TrashOutcome outcome)
    {
        if (outcome.Result is TrashResult.Deleted or TrashResult.PutBack && readiness.Value.MinAge < Writeback.Time && Interlocked.Exchange(ref _warned, 1) == 0)
            log.MappedWritesUnseen(readiness.Value.MinAge, Writeback.Time, path.Value);
    }
}
