namespace Longshore.Core.Scan;

/// <summary>
/// Scans the volume, sends its ready files in batches, and writes the record. If it misses a file, the next scan finds it.
/// </summary>
public sealed class VolumeScan(VolumeWalk walk, ScanRecords records, WorkClock clock, ILogger<VolumeScan> log)
{
    /// <returns>The record, as it is in S3.</returns>
    /// <exception cref="InvalidWorkException">The request is malformed.</exception>
    /// <exception cref="Longshore.Volumes.VolumeUnavailableException">The volume is not there.</exception>
    /// <exception cref="OperationCanceledException">The scan was cut before it made progress.</exception>
    public async Task<ScanRecord> RunAsync(ScanCall call, WorkTokens tokens)
    {
        var (startedAt, tries, record) = records.Begin(call.Name);
        if (record is null)
        {
            record = await walk.WalkAsync(call, startedAt, tries, tokens);
            records.Walked(call.Name, record);
            call.Walked?.Invoke(record);
        }

        // If this fails, a retry begins here, as the batches were sent.
        await records.WriteAsync(call.Name, record, tokens.Abort);
        var result = record.Result;
        log.ScanCompleted(result.Batches, result.Files, result.Bytes, result.Deferred, result.Ignored, result.Unaddressable,
            result.FailedBatches, (clock.Now - record.StartedAt).TotalMilliseconds);
        return record;
    }

    /// <summary>All events of the scan are sent. If its own event is delivered again, it requests a new scan.</summary>
    /// <param name="name">As in <see cref="ScanCall"/>.</param>
    public void End(string name) => records.End(name);
}
