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
    string Id, Timestamp? Newest, FileWork[] Files, ReceiptEntry?[] Entries, IReadOnlyDictionary<string, FoundFile> Found);

/// <summary>
/// Puts many small files as one object: reads each whole, looks at it again, and only then adds it to the tar. A file that
/// changes, vanishes or cannot be read is left out. Safe for concurrent use.
/// </summary>
public sealed class BundleShipper(
    FileShipper files, KeyRules rules, BundleKeys keys, ExistingObject existing, UploadLimits limits, S3Store store) : IDisposable
{
    /// <summary>Bounds the memory: one bundle is built while the others are sent.</summary>
    private const int MostInFlight = 3;

    private readonly SemaphoreSlim _inFlight = new(MostInFlight);

    /// <summary>Sets the entry of each file of the bundle.</summary>
    /// <param name="tokens">See <see cref="UploadCut.Tokens"/>.</param>
    /// <exception cref="StoreUnavailableException">Files without an entry are not put.</exception>
    internal async Task ShipAsync(
        FolderLook folder, BundledBatch batch, PlannedBundle plan, UploadSlot slot, WorkTokens tokens)
    {
        try
        {
            await _inFlight.WaitAsync(tokens.Park);
            try
            {
                using var body = await limits.TakeAsync(slot, plan.Bytes, plan.Bytes, tokens.Park);
                await PutAsync(folder, batch, plan, body, tokens);
            }
            finally
            {
                _inFlight.Release();
            }
        }
        catch (OperationCanceledException) when (tokens.Park.IsCancellationRequested)
        {
            foreach (var number in plan.Files)
                batch.Entries[number] ??= batch.Files[number].NotBegun();
        }
        catch (RequestRefusedException e)
        {
            // The store permanently refuses this object; others may succeed.
            Fail(batch, plan, ObjectFaults.ReasonOf(e));
        }
    }

    public void Dispose() => _inFlight.Dispose();

    private static void Fail(BundledBatch batch, PlannedBundle plan, string reason)
    {
        foreach (var number in plan.Files)
            batch.Entries[number] ??= batch.Files[number].Entry(FileOutcome.Failed, reason);
    }

    private async Task PutAsync(
        FolderLook folder, BundledBatch batch, PlannedBundle plan, UploadBody body, WorkTokens tokens)
    {
        var length = 0;
        var writer = new BundleWriter(bytes =>
        {
            bytes.CopyTo(body.Buffer.AsSpan(length));
            length += bytes.Length;
        });
        var added = await ReadAsync(folder, batch, plan, writer, tokens);
        if (added.Count == 0)
        {
            body.Answered();
            return;
        }

        writer.End();
        var bytes = body.Buffer.AsMemory(0, length);
        var sha256 = Sha256.Base64(bytes.Span);
        var key = BundleKeys.KeyOf(keys.Beginning(batch.Id, batch.Newest, plan.Folder), sha256);
        var reason = await rules.ProblemAsync(key, length, tokens.Abort);
        if (reason is null)
        {
            using var upload = Metrics.Upload("bundle");
            var put = await store.PutAsync(
                key, bytes, sha256, new ObjectDetails(writer.Newest, 0x81A4), tokens.Abort, body.Throttled);
            body.Answered();
            (var bundle, reason) = put.Result == WriteResult.Written
                ? (new ReceiptBundle(key, length, sha256, put.ETag, put.VersionId), null)
                : await ProveAsync(key, length, sha256, put.Result, tokens.Abort);
            if (bundle is not null)
                Settle(batch, added, bundle, put.Result);
        }

        if (reason is not null)
            Fail(batch, plan, reason);
    }

    /// <summary>Adds the files to the tar. Those that are left out get their entries.</summary>
    /// <returns>The entries of the added files, which lack their bundle, by the files' numbers.</returns>
    private async Task<List<(int Number, ReceiptEntry Entry)>> ReadAsync(
        FolderLook folder, BundledBatch batch, PlannedBundle plan, BundleWriter writer, WorkTokens tokens)
    {
        var added = new List<(int, ReceiptEntry)>(plan.Files.Length);
        // Reading one byte more shows whether a file has grown.
        var buffer = ArrayPool<byte>.Shared.Rent((int)plan.Files.Max(number => batch.Files[number].Bundled!.Value) + 1);
        try
        {
            foreach (var number in plan.Files)
            {
                tokens.Park.ThrowIfCancellationRequested();
                var work = batch.Files[number];
                var entry = await files.TryAsync(folder, work, slot: null, tokens, file =>
                    ValueTask.FromResult(Read(file, work, batch.Found, writer, buffer)));
                if (entry is { Offset: not null, Bundle: null })
                    added.Add((number, entry));
                else
                    batch.Entries[number] = entry;
            }

            return added;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ReceiptEntry Read(VolumeFile file, FileWork work, IReadOnlyDictionary<string, FoundFile> found,
        BundleWriter writer, byte[] buffer)
    {
        var stat = file.Stat;
        var size = (int)Math.Min(stat.Fingerprint.Size, buffer.Length);
        if (size != work.Bundled || file.Read(buffer.AsSpan(0, size + 1), 0, enough: size) != size
            || file.HasChanged())
            return work.Entry(FileOutcome.Deferred, Reasons.ChangedWhileRead);
        var content = buffer.AsSpan(0, size);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        var entry = work.Shipped(stat, FileOutcome.Uploaded, Convert.ToBase64String(hash));
        entry.Length = size;
        if (found.TryGetValue(entry.Path, out var held) && held.Size == size && held.Sha256 == entry.Checksum)
            (entry.Outcome, entry.Key, entry.Bundle, entry.Offset) =
                (FileOutcome.Present, held.Bundle.Key, held.Bundle, held.Offset);
        else
            entry.Offset = writer.Add(TarMember.Of(entry.Path, stat), content, hash);
        return entry;
    }

    /// <summary>Looks at the object under a bundle's key: the key is taken, or the store did not confirm the checksum.</summary>
    /// <returns>The bundle, or the reason why it does not count.</returns>
    private async Task<(ReceiptBundle? Bundle, string? Reason)> ProveAsync(
        string key, long size, string sha256, WriteResult put, CancellationToken abort)
    {
        var comparison = await existing.CompareAsync(key, size, file: null, sha256, abort);
        return comparison switch
        {
            { Bytes: ExistingBytes.Same, Head: { } head } => (new ReceiptBundle(key, size, sha256, head.ETag, head.VersionId), null),
            _ when put == WriteResult.Unproven => (null, Reasons.NotProven),
            { Bytes: ExistingBytes.Different } => (null, Reasons.Conflict),
            _ => (null, Reasons.ObjectUnknown),
        };
    }

    private static void Settle(
        BundledBatch batch, List<(int Number, ReceiptEntry Entry)> added, ReceiptBundle bundle, WriteResult put)
    {
        foreach (var (number, entry) in added)
        {
            entry.Outcome = put == WriteResult.Taken ? FileOutcome.Present : FileOutcome.Uploaded;
            (entry.Key, entry.Bundle) = (bundle.Key, bundle);
            batch.Entries[number] = entry;
        }
    }
}
