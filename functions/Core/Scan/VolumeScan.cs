namespace Longshore.Core.Scan;

/// <summary>
/// Scans the volume, hands out its ready files in batches, and writes the record. No correctness rests on it: what it misses, the
/// next scan sees.
/// </summary>
public sealed class VolumeScan(VolumeWalk walk, ScanRecords records, WorkClock clock, ILogger<VolumeScan> log)
{
    /// <returns>The record, as it is in S3; its <see cref="ScanRecord.Next"/> is where a scan that was cut goes on.</returns>
    /// <exception cref="InvalidWorkException">The request is malformed.</exception>
    /// <exception cref="Longshore.Volumes.VolumeUnavailableException">The volume is not there.</exception>
    /// <exception cref="OperationCanceledException">The scan was cut before it got anywhere.</exception>
    public async Task<ScanRecord> RunAsync(ScanCall call, WorkTokens tokens)
    {
        var (startedAt, tries, record) = records.Begin(call.Name);
        if (record is null)
        {
            record = await walk.WalkAsync(call, startedAt, tries, tokens);
            records.Walked(call.Name, record);
            call.Walked?.Invoke(record);
        }

        // Where this fails, a retry begins here: the batches are on their way.
        await records.WriteAsync(call.Name, record, tokens.Abort);
        var result = record.Result;
        log.ScanCompleted(result.Batches, result.Files, result.Bytes, result.Deferred, result.Ignored, result.Unaddressable,
            result.FailedBatches, (clock.Now - record.StartedAt).TotalMilliseconds);
        return record;
    }

    /// <summary>Everything that follows from the scan is sent: its event, delivered again, asks for a new scan.</summary>
    /// <param name="name">As in <see cref="ScanCall"/>.</param>
    public void End(string name) => records.End(name);
}
