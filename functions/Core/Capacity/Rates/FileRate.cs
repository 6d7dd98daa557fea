namespace Longshore.Core.Capacity.Rates;

/// <summary>The files that a writer puts on the volume.</summary>
/// <param name="Sizes">Groups of files of similar size: at least one group with at least one file.</param>
/// <param name="Span">The time in which these files are written.</param>
/// <param name="Origin">The source of the numbers, in words.</param>
public sealed record FileRate(IReadOnlyList<SizeGroup> Sizes, TimeSpan Span, string Origin)
{
    /// <summary>The busiest hour; null if none was measured.</summary>
    public HourPeak? Busiest { get; init; }
    public long Files { get; } = Sizes.Sum(group => group.Files);
    public long Bytes { get; } = Volumes.Sizes.Sum(Sizes.Select(group => group.Bytes));

    public double BytesPerSecond => Bytes / Span.TotalSeconds;

    public double MeanBytes => (double)Bytes / Files;

    public double FilesIn(TimeSpan time) => Files * (time / Span);

    public double BytesIn(TimeSpan time) => Bytes * (time / Span);
}

/// <param name="Files">Over zero.</param>
/// <param name="Bytes">The size of all these files together.</param>
public readonly record struct SizeGroup(long Files, long Bytes)
{
    public double Mean => (double)Bytes / Files;
}

public readonly record struct HourPeak(DateTimeOffset Hour, long Files, long Bytes);
