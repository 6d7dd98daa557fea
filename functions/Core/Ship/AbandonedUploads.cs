using Longshore.Store.Uploads;

namespace Longshore.Core.Ship;

/// <summary>
/// Finds multipart uploads whose file is gone or was written to, and aborts them, so that nobody pays for parts that no file
/// will complete. It looks beside a batch, the first of the process and then once an hour at most: one LIST if there is nothing.
/// What it cannot do fails no batch; the next look, or the bucket's lifecycle rule, does it.
/// </summary>
public sealed class AbandonedUploads(
    MultipartStore uploads, UploadNotes notes, KeyTemplate keys, IOptions<VolumeOptions> mount, WorkClock clock,
    ILogger<AbandonedUploads> log)
{
    /// <summary>Uploads of one look; of more, others are looked at the next time.</summary>
    public const int Most = 16;

    private readonly HourlyLook _look = clock.Hourly();

    /// <param name="stop">Ends the look.</param>
    public async Task AbortAsync(VolumeRoot root, CancellationToken stop)
    {
        if (!_look.IsDue())
            return;
        try
        {
            foreach (var note in await OldAsync(stop))
                await LookAsync(root, note, _look.Limit, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The batch is parked or has failed; the uploads wait for the next look.
        }
        catch (StoreException e)
        {
            log.UploadsNotLookedAt(e.Message);
        }
    }

    private async Task<ListedObject[]> OldAsync(CancellationToken stop)
    {
        var old = new List<ListedObject>();
        await foreach (var note in notes.ListAsync(stop))
        {
            if (note.Modified < _look.Limit)
                old.Add(note);
        }

        var order = old.ToArray();
        // Uploads that wait for their files must not hide those behind them for ever.
        Random.Shared.Shuffle(order);
        return order[..Math.Min(order.Length, Most)];
    }

    private async Task LookAsync(VolumeRoot root, ListedObject note, DateTimeOffset limit, CancellationToken stop)
    {
        if (note.Modified is not { } noted)
            return;
        if (await notes.ReadAsync(note.Key, stop) is not { } state || !IsAbandoned(root, state, noted, limit))
            return;
        // Another cluster's volume may have the same name, and its file is not here: an upload that goes on shows in its parts.
        var parts = await uploads.ListPartsAsync(state.Upload, stop);
        // A part whose time is not told may be of this moment.
        var youngest = (parts ?? []).Values.Select(part => part.Written ?? DateTimeOffset.MaxValue).Append(noted).Max();
        if (!IsAbandoned(root, state, youngest, limit))
            return;
        await notes.AbandonAsync(state, note, stop);
        log.UploadAborted(state.Key, state.Path!);
    }

    private bool IsOurs(UploadState state)
    {
        var key = keys.KeyOf(state.Path!, state.Modified);
        return state.Key == key || ConflictName.IsOf(key, state.Key);
    }

    private bool IsAbandoned(VolumeRoot root, UploadState state, DateTimeOffset youngest, DateTimeOffset limit)
    {
        try
        {
            return VolumePath.TryParse(state.Path ?? "", out var path, out _)
                && AbandonDecision.Decide(state, mount.Value.Name, IsOurs(state), youngest, limit, root.Stat(path));
        }
        catch (VolumeFileException)
        {
            return false;
        }
    }
}
