namespace Longshore.Core.Status.Report;

/// <summary>The uploads over time.</summary>
/// <param name="Steps">From the oldest to now, without a gap.</param>
/// <param name="BytesPerSecondAtWork">The bytes of all batches divided by their durations; absent without an upload.</param>
public sealed record Throughput(double StepSeconds, ThroughputStep[] Steps, long Files, long Bytes, double? BytesPerSecondAtWork)
{
    private const int MostSteps = 56;
    private const int LeastSteps = 24;

    private static readonly TimeSpan[] Lengths =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
        TimeSpan.FromDays(1), TimeSpan.FromDays(2),
    ];

    /// <summary>Each receipt counts at its end. A time in the future, from a clock that is ahead, counts as now.</summary>
    internal static Throughput Of(IReadOnlyList<ReceiptFact> receipts, DateTimeOffset since, DateTimeOffset now)
    {
        var sound = receipts.Where(receipt => receipt.Problem is null && receipt.FinishedAt >= since).ToArray();
        var from = sound.Length == 0 ? since : sound.Min(receipt => receipt.FinishedAt);
        var length = Lengths.FirstOrDefault(length => (now - from) / length < MostSteps - 1, Lengths[^1]);
        var begin = now - (length * LeastSteps) is var early && early < from ? early : from;
        var first = new DateTimeOffset(begin.UtcTicks / length.Ticks * length.Ticks, TimeSpan.Zero);
        var steps = new (long Files, long Bytes)[Math.Max(1, (int)Math.Min(MostSteps, ((now - first) / length) + 1))];
        foreach (var receipt in sound)
        {
            ref var step = ref steps[Math.Clamp((int)((receipt.FinishedAt - first) / length), 0, steps.Length - 1)];
            step = (step.Files + receipt.Counts.Uploaded, step.Bytes + receipt.Counts.BytesUploaded);
        }

        var worked = sound.Where(receipt => receipt.Counts.BytesUploaded > 0)
            .Sum(receipt => Math.Max(0, (receipt.FinishedAt - receipt.StartedAt).TotalSeconds));
        var bytes = steps.Sum(step => step.Bytes);
        return new Throughput(length.TotalSeconds,
            [.. steps.Select((step, index) => new ThroughputStep(first + (length * index), step.Files, step.Bytes))],
            steps.Sum(step => step.Files), bytes, worked > 0 ? bytes / worked : null);
    }
}

public sealed record ThroughputStep(DateTimeOffset From, long Files, long Bytes);
