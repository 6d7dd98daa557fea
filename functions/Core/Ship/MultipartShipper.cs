using System.Net;
using Longshore.Store.HotPath;
using Longshore.Store.Uploads;

namespace Longshore.Core.Ship;

/// <summary>Ships one large file in parallel parts. It continues an earlier upload of the same file.</summary>
public sealed class MultipartShipper(
    MultipartStore uploads, UploadNotes notes, UploadLimits limits, IOptions<SyncOptions> options, IOptions<VolumeOptions> mount,
    WorkClock clock, SyncWatch? watch = null)
{
    private const int PartsInFlight = 4;

    internal async Task<UploadResult> UploadPartsAsync(Shipment shipment, WorkTokens tokens)
    {
        // Each part takes a slot of its own.
        shipment.Slot.Dispose();
        var (file, key, fingerprint) = (shipment.File, shipment.Key, shipment.Stat.Fingerprint);
        var plan = PartPlan.For(fingerprint.Size, options.Value.PartBytes);
        var (state, held) = await ContinueAsync(key, plan, fingerprint, tokens.Abort);
        state ??= await notes.BeginAsync(shipment, mount.Value.Name, plan.PartBytes, tokens.Abort);

        var parts = new UploadedPart?[plan.Parts];
        try
        {
            var several = new ParallelOptions { MaxDegreeOfParallelism = PartsInFlight, CancellationToken = tokens.Park };
            await Parallel.ForEachAsync(Enumerable.Range(1, plan.Parts), several, async (number, token) =>
                parts[number - 1] = held.TryGetValue(number, out var part) && Holds(part, file, number, plan, token)
                    ? part
                    : await SendPartAsync(file, state, number, plan, tokens with { Park = token }));
        }
        catch (FileChangedException)
        {
            return await AbandonAsync(state, UploadEnd.Changed, tokens.Abort);
        }
        catch (OperationCanceledException)
            when (tokens.Park.IsCancellationRequested && (held.Count > 0 || Array.Exists(parts, static part => part is not null)))
        {
            return new UploadResult(UploadEnd.Parked);
        }
        catch (RequestRefusedException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // Another process completed or aborted this upload; the next attempt sees the result.
            return new UploadResult(UploadEnd.Parked);
        }

        if (shipment.File.HasChanged())
            return await AbandonAsync(state, UploadEnd.Changed, tokens.Abort);
        UploadedPart[] all = [.. parts.Select(part => part!.Value)];
        var checksum = CompositeChecksum.Of([.. all.Select(part => part.Checksum)]);
        var put = await uploads.CompleteAsync(state.Upload, all, checksum, state.Size, tokens.Abort, shipment.IfMatch);
        if (put.Result == WriteResult.Taken)
            return await AbandonAsync(state, UploadEnd.Taken, tokens.Abort);
        await notes.ForgetAsync(state, tokens.Abort);
        if (put.Result == WriteResult.Unproven)
            return new UploadResult(UploadEnd.Unproven);
        return new UploadResult(UploadEnd.Completed, checksum, put.ETag, put.VersionId, plan.PartBytes);
    }

    private async Task<(UploadState? State, Dictionary<int, UploadedPart> Held)> ContinueAsync(
        string key, PartPlan plan, Fingerprint fingerprint, CancellationToken abort)
    {
        var state = await notes.FindAsync(key, abort);
        if (state is null)
            return (null, []);
        var parts = await uploads.ListPartsAsync(state.Upload, abort);
        if (parts is not null && state.Continues(key, plan.PartBytes, fingerprint))
            return (state, await uploads.ProvesPartsAsync(abort) ? parts : []);
        // If it stays, this process goes on without a note.
        if (AbandonDecision.DecideForItsKey(
            state, mount.Value.Name, AbandonDecision.Youngest(state.Noted, parts), clock.Hourly().Limit))
            await notes.AbortAsync(state, abort);
        return (null, []);
    }

    /// <summary>
    /// Whether the stored part has the bytes of this file. A forged note may name an upload with other parts, so the composite
    /// checksum of a receipt is always computed from the file's own bytes.
    /// </summary>
    private static bool Holds(UploadedPart part, VolumeFile file, int number, PartPlan plan, CancellationToken park)
    {
        var (offset, length) = plan.Part(number, file.Stat.Fingerprint.Size);
        return part.Size == length && part.Checksum == FileHashes.Part(file, offset, length, park);
    }

    private async Task<UploadedPart> SendPartAsync(
        VolumeFile file, UploadState state, int number, PartPlan plan, WorkTokens tokens)
    {
        var (offset, length) = plan.Part(number, file.Stat.Fingerprint.Size);
        using var slot = limits.NewSlot();
        using var body = await limits.TakeAsync(slot, length, length, tokens.Park);
        if (file.Read(body.Buffer.AsSpan(0, length), offset) != length || file.Restat().Fingerprint != file.Stat.Fingerprint)
            throw new FileChangedException();
        using var upload = Metrics.Upload("part");
        var bytes = body.Buffer.AsMemory(0, length);
        var part = await uploads.PutPartAsync(state.Upload, number, bytes, body.Throttled, tokens.Abort);
        body.Answered();
        watch?.PartSent(file.Path, length);
        return part;
    }

    private async Task<UploadResult> AbandonAsync(UploadState state, UploadEnd end, CancellationToken abort)
    {
        await notes.AbortAsync(state, abort);
        return new UploadResult(end);
    }

    /// <summary>Ends the parallel parts of a file that has changed.</summary>
    private sealed class FileChangedException : Exception;
}
