using System.Buffers;
using System.Net;
using Amazon.S3;
using Longshore.Settings;
using Longshore.Store.Objects;
using Longshore.Store.Uploads;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.Core.Ship;

/// <summary>How a multipart upload ended. Zero is <em>not finished</em>.</summary>
public enum UploadEnd
{
    /// <summary>Parked: the parts sent so far stay, and the upload is continued by whoever ships the file next.</summary>
    Parked = 0,
    Completed,

    /// <summary>The file changed; the upload was aborted.</summary>
    Changed,

    /// <summary>The key is taken; the upload was aborted.</summary>
    Taken,

    /// <summary>The object is there and the store has not said what it holds.</summary>
    Unproven,
}

public sealed record UploadResult(UploadEnd State, string? Checksum = null, string? ETag = null, string? VersionId = null, long? PartBytes = null);

/// <summary>Ships one large file in parallel parts, continuing an upload of the same file where one was left.</summary>
public sealed class MultipartShipper(
    MultipartStore uploads, UploadNotes notes, AdaptiveGate gate, ByteBudget memory, Bandwidth bandwidth, IOptions<SyncOptions> options, IOptions<VolumeOptions> mount,
    SyncWatch? watch = null)
{
    private const int PartsInFlight = 4;

    public async Task<UploadResult> ShipAsync(VolumeFile file, string key, string? ifMatch, CancellationToken finish, CancellationToken park)
    {
        var fingerprint = file.Stat.Fingerprint;
        var plan = PartPlan.For(fingerprint.Size, options.Value.PartBytes);
        var (state, held) = await ContinueAsync(key, plan, fingerprint, finish);
        state ??= await notes.BeginAsync(key, plan.PartBytes, new UploadSource(mount.Value.Name, file.Path, fingerprint),
            new ObjectDetails(fingerprint.Modified, file.Stat.Mode, plan.PartBytes), finish);

        var parts = new UploadedPart?[plan.Parts];
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(1, plan.Parts), new ParallelOptions { MaxDegreeOfParallelism = PartsInFlight, CancellationToken = park },
                async (number, token) => parts[number - 1] = held.TryGetValue(number, out var part) && Holds(part, file, number, plan, token)
                    ? part
                    : await SendAsync(file, state, number, plan, finish, token));
        }
        catch (FileChangedException)
        {
            return await AbandonAsync(state, UploadEnd.Changed, finish);
        }
        catch (OperationCanceledException) when (park.IsCancellationRequested && (held.Count > 0 || Array.Exists(parts, part => part is not null)))
        {
            return new UploadResult(UploadEnd.Parked);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // A peer completed or aborted this upload under our hands; the next attempt sees what it left.
            return new UploadResult(UploadEnd.Parked);
        }

        if (file.Restat().Fingerprint != fingerprint)
            return await AbandonAsync(state, UploadEnd.Changed, finish);
        UploadedPart[] all = [.. parts.Select(part => part!.Value)];
        var checksum = CompositeChecksum.Of([.. all.Select(part => part.Checksum)]);
        var put = await uploads.CompleteAsync(state.Upload, all, checksum, state.Size, finish, ifMatch);
        if (put.Result == WriteResult.Taken)
            return await AbandonAsync(state, UploadEnd.Taken, finish);
        await notes.ForgetAsync(key, finish);
        if (put.Result == WriteResult.Unproven)
            return new UploadResult(UploadEnd.Unproven);
        return new UploadResult(UploadEnd.Completed, checksum, put.ETag, put.VersionId, plan.PartBytes);
    }

    private async Task<(UploadState? State, Dictionary<int, UploadedPart> Held)> ContinueAsync(string key, PartPlan plan, Fingerprint fingerprint, CancellationToken cancellation)
    {
        var state = await notes.FindAsync(key, cancellation);
        if (state is null)
            return (null, []);
        if (state.Continues(key, plan.PartBytes, fingerprint)
            && await uploads.ListPartsAsync(state.Upload, cancellation) is { } held)
            return (state, await uploads.ProvesPartsAsync(cancellation) ? held : []);
        await notes.AbortAsync(state, cancellation);
        return (null, []);
    }

    /// <summary>
    /// Whether a part that the store holds is this file's, by its bytes: whoever can write a note can have sent the parts as well. So the
    /// composite checksum of a receipt is always made of hashes of the file's own bytes.
    /// </summary>
    private static bool Holds(UploadedPart part, VolumeFile file, int number, PartPlan plan, CancellationToken cancellation)
    {
        var (offset, length) = plan.Part(number, file.Stat.Fingerprint.Size);
        return part.Size == length && part.Checksum == FileHashes.Part(file, offset, length, cancellation);
    }

    private async Task<UploadedPart> SendAsync(VolumeFile file, UploadState state, int number, PartPlan plan, CancellationToken finish, CancellationToken park)
    {
        var (offset, length) = plan.Part(number, file.Stat.Fingerprint.Size);
        await bandwidth.TakeAsync(length, park);
        // The place before the memory, as for whole files: the other way round each could wait for what the other holds.
        await gate.EnterAsync(park);
        var (taken, answered, throttled) = (0L, false, false);
        byte[] buffer = [];
        try
        {
            taken = await memory.TakeAsync(length, park);
            buffer = ArrayPool<byte>.Shared.Rent(length);
            if (file.Read(buffer.AsSpan(0, length), offset) != length || file.Restat().Fingerprint != file.Stat.Fingerprint)
                throw new FileChangedException();
            using var upload = Metrics.Upload("part");
            var part = await uploads.PutPartAsync(state.Upload, number, buffer.AsMemory(0, length), () =>
            {
                throttled = true;
                gate.Throttled();
            }, finish);
            answered = true;
            watch?.PartSent(file.Path, length);
            return part;
        }
        finally
        {
            if (buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
            memory.Release(taken);
            gate.Leave(succeeded: answered && !throttled, length);
        }
    }

    private async Task<UploadResult> AbandonAsync(UploadState state, UploadEnd end, CancellationToken cancellation)
    {
        await notes.AbortAsync(state, cancellation);
        return new UploadResult(end);
    }

    /// <summary>Ends the parallel parts of a file that was written to.</summary>
    private sealed class FileChangedException : Exception;
}
