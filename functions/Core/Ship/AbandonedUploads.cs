using Longshore.Store.Uploads;

namespace Longshore.Core.Ship;

/// <summary>
/// Aborts multipart uploads whose file is gone or was changed, so that their parts cost no more. It runs beside a batch: at the
/// first one, then once an hour at most. Without such uploads it costs one LIST. Its errors fail no batch: the next look or the
/// bucket's lifecycle rule cleans up.
/// </summary>
public sealed class AbandonedUploads(
    MultipartStore uploads, UploadNotes notes, KeyTemplate keys, IOptions<VolumeOptions> mount, WorkClock clock,
    ILogger<AbandonedUploads> log)
{
    /// <summary>Most uploads in one look. Others wait for the next look.</summary>
    public const int Most = 16;

    private readonly HourlyLook _look = clock.Hourly();

    public async Task AbortAsync(VolumeRoot root, CancellationToken stop)
    {
        if (!_look.IsDue())
            return;
        try
        {
            // A random choice, so that uploads that must wait do not hide the others.
            var old = notes.ListAsync(stop).Where(note => note.Modified < _look.Limit).Shuffle().Take(Most);
            foreach (var note in await old.ToArrayAsync(stop))
                await LookAsync(root, note, _look.Limit, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The batch was parked or has failed; the next look continues.
        }
        catch (StoreException e)
        {
            log.UploadsNotLookedAt(e.Message);
        }
    }

    private async Task LookAsync(VolumeRoot root, ListedObject note, DateTimeOffset limit, CancellationToken stop)
    {
        var noted = note.Modified!.Value;
        if (await notes.ReadAsync(note.Key, stop) is not { } state || !IsAbandoned(root, state, noted, limit))
            return;
        // Another cluster's volume may have the same name, so a missing file is not enough: a running upload has new parts.
        var parts = await uploads.ListPartsAsync(state.Upload, stop);
        if (!IsAbandoned(root, state, AbandonDecision.Youngest(noted, parts), limit))
            return;
        await notes.AbortAsync(state, stop);
        log.UploadAborted(state.Key, state.Path!);
    }

    private bool IsAbandoned(VolumeRoot root, UploadState state, DateTimeOffset youngest, DateTimeOffset limit)
    {
        try
        {
            if (!VolumePath.TryParse(state.Path ?? "", out var path, out _))
                return false;
            var key = keys.KeyOf(path.Value, state.Modified);
            var isItsKey = state.Key == key || ConflictName.IsOf(key, state.Key);
            return AbandonDecision.Decide(state, mount.Value.Name, isItsKey, youngest, limit, root.Stat(path));
        }
        catch (VolumeFileException)
        {
            return false;
        }
    }
}
