using System.Buffers;
using System.Security.Cryptography;
using Longshore.Core.Ship;
using Longshore.Store.HotPath;

namespace Longshore.Core.Bundles;

/// <summary>A batch whose small files go into bundles.</summary>
/// <param name="Id">The batch's.</param>
/// <param name="Newest">The newest time in the batch's list of files; null if it tells none.</param>
/// <param name="Files">All its files.</param>
/// <param name="Entries">Takes the entry of each file.</param>
/// <param name="Found">Files in bundles of an earlier attempt.</param>
internal sealed record BundledBatch(
    string Id, Timestamp? Newest, FileWork[] Files, ReceiptEntry?[] Entries, IReadOnlyDictionary<string, FoundFile> Found)
{
    /// <summary>Sets the entries of those files that have none.</summary>
    /// <param name="files">Their indexes.</param>
    public void Fill(int[] files, Func<FileWork, ReceiptEntry> entry)
    {
        foreach (var index in files)
            Entries[index] ??= entry(Files[index]);
    }
}

/// <summary>
/// Puts many small files as one object: reads each whole, looks at it again, and only then adds it to the tar. A file that
/// changes, vanishes or cannot be read is left out. Safe for concurrent use.
/// </summary>
public sealed class BundleShipper(
    FileShipper files, KeyRules rules, BundleKeys keys, ExistingObject existing, UploadLimits limits, S3Store store)
{
    private const uint RegularFile0644 = 0x81A4;

    /// <summary>Sets the entry of each file of the bundle.</summary>
    /// <param name="tokens">See <see cref="UploadCut.Tokens"/>.</param>
    /// <exception cref="StoreUnavailableException">Files without an entry are not put.</exception>
    internal async Task ShipAsync(
        FolderLook folder, BundledBatch batch, PlannedBundle plan, UploadSlot slot, WorkTokens tokens)
    {
        try
        {
            await slot.TakeAsync(tokens.Park);
            await PutAsync(folder, batch, plan, slot, tokens);
        }
        catch (OperationCanceledException) when (tokens.Park.IsCancellationRequested)
        {
            batch.Fill(plan.Files, static work => work.NotBegun());
        }
        catch (RequestRefusedException e)
        {
            // The store permanently refuses this object; others may succeed.
            batch.Fill(plan.Files, work => work.Entry(FileOutcome.Failed, ObjectFaults.ReasonOf(e)));
        }

        // Where the bundle's key cannot be used, each file has one of its own.
        foreach (var index in plan.Files.Where(index => batch.Entries[index] is null))
            batch.Entries[index] = await files.ShipFileAsync(folder, batch.Files[index], slot, tokens);
    }

    private async Task PutAsync(
        FolderLook folder, BundledBatch batch, PlannedBundle plan, UploadSlot slot, WorkTokens tokens)
    {
        using var body = await limits.TakeAsync(slot, plan.Bytes, plan.Bytes, tokens.Park, isBundle: true);
        var length = 0;
        var writer = new BundleWriter(bytes =>
        {
            bytes.CopyTo(body.Buffer.AsSpan(length));
            length += bytes.Length;
        });
        var added = Read(folder, batch, plan, writer, tokens);
        if (added.Count == 0)
        {
            // Nothing is sent, which is no failed upload.
            body.Answered();
            return;
        }

        writer.End();
        var bytes = body.Buffer.AsMemory(0, length);
        var sha256 = Sha256.Base64(bytes.Span);
        var key = BundleKeys.KeyOf(keys.PrefixOf(batch.Id, batch.Newest, plan.Folder), sha256);
        if (await rules.ProblemAsync(key, length, tokens.Abort) is not null)
            return;
        using var upload = Metrics.Upload("bundle");
        var details = new ObjectDetails(writer.Newest, RegularFile0644);
        var put = await store.PutAsync(key, bytes, sha256, details, tokens.Abort, body.Throttled);
        body.Answered();
        var bundle = put.Result == WriteResult.Written
            ? new ReceiptBundle(key, length, sha256, put.ETag, put.VersionId)
            : await FindAsync(key, length, sha256, tokens.Abort);
        if (bundle is null)
            return;
        foreach (var (index, entry) in added)
        {
            entry.Outcome = put.Result == WriteResult.Taken ? FileOutcome.Present : FileOutcome.Uploaded;
            (entry.Key, entry.Bundle) = (key, bundle);
            batch.Entries[index] = entry;
        }
    }

    /// <summary>Adds the files to the tar. Those that are left out get their entries.</summary>
    /// <returns>The entries of the added files, which lack their bundle, by the files' indexes.</returns>
    private List<(int Index, ReceiptEntry Entry)> Read(
        FolderLook folder, BundledBatch batch, PlannedBundle plan, BundleWriter writer, WorkTokens tokens)
    {
        var added = new List<(int, ReceiptEntry)>(plan.Files.Length);
        // One byte more shows whether a file has grown.
        var buffer = ArrayPool<byte>.Shared.Rent((int)plan.Files.Max(index => batch.Files[index].BundledSize!.Value) + 1);
        try
        {
            foreach (var index in plan.Files)
            {
                tokens.Park.ThrowIfCancellationRequested();
                var work = batch.Files[index];
                ReceiptEntry entry;
                try
                {
                    entry = AddFile(folder, work, batch.Found, writer, buffer);
                }
                catch (Exception e) when (files.OutcomeOf(e, work, tokens) is { } outcome)
                {
                    entry = outcome;
                }

                if (entry is { Offset: not null, Bundle: null })
                    added.Add((index, entry));
                else
                    batch.Entries[index] = entry;
            }

            return added;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ReceiptEntry AddFile(
        FolderLook folder, FileWork work, IReadOnlyDictionary<string, FoundFile> found, BundleWriter writer, byte[] buffer)
    {
        if (files.Settled(folder, work) is { } settled)
            return settled;
        using var file = folder.OpenRead(work.Path);
        if (file is null)
            return work.Entry(FileOutcome.Missing);
        if (files.NotReady(file, work) is { } deferred)
            return deferred;
        var size = (int)work.BundledSize!.Value;
        if (!file.TryReadAll(buffer, size))
            return files.Explain(work.Entry(FileOutcome.Deferred, Reasons.ChangedWhileRead), file, work);
        var content = buffer.AsSpan(0, size);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        var entry = work.Shipped(file.Stat, FileOutcome.Uploaded, Convert.ToBase64String(hash));
        entry.Length = size;
        if (found.TryGetValue(entry.Path, out var held) && held.Size == size && held.Sha256 == entry.Checksum)
            (entry.Outcome, entry.Key, entry.Bundle, entry.Offset) =
                (FileOutcome.Present, held.Bundle.Key, held.Bundle, held.Offset);
        else
            entry.Offset = writer.Add(TarMember.Of(entry), content, hash);
        return entry;
    }

    /// <summary>Looks at the object under a bundle's key: the key is taken, or the store did not confirm the checksum.</summary>
    /// <returns>Null if it does not hold these bytes, or this is not known.</returns>
    private async Task<ReceiptBundle?> FindAsync(string key, long size, string sha256, CancellationToken abort) =>
        await existing.CompareAsync(key, size, file: null, sha256, abort) is { Bytes: ExistingBytes.Same, Head: { } head }
            ? new ReceiptBundle(key, size, sha256, head.ETag, head.VersionId) : null;
}
