using System.Numerics;

namespace Longshore.Core.Capacity.Rates;

/// <summary>
/// Turns files with their modification times into a rate. There are N - 1 intervals between N files, so the span is made longer
/// by one interval.
/// </summary>
internal sealed class RateMeter
{
    /// <summary>A burst that is shorter tells nothing about the days around it.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    private readonly Dictionary<int, (long Files, long Bytes)> _groups = [];
    private readonly Dictionary<long, (long Files, long Bytes)> _hours = [];
    private DateTimeOffset _oldest = DateTimeOffset.MaxValue;
    private DateTimeOffset _newest = DateTimeOffset.MinValue;

    public long Files { get; private set; }

    public void Add(DateTimeOffset modified, long size)
    {
        Files++;
        _oldest = modified < _oldest ? modified : _oldest;
        _newest = modified > _newest ? modified : _newest;
        Count(_groups, BitOperations.Log2((ulong)size + 1), size);
        Count(_hours, modified.ToUnixTimeSeconds() / 3600, size);
    }

    /// <summary>The rate; null with fewer than two files, or if all were written within less than a minute.</summary>
    public FileRate? Rate(string origin)
    {
        if (Files < 2 || _newest - _oldest < Shortest)
            return null;
        var (hour, peak) = _hours.MaxBy(one => one.Value.Bytes);
        return new FileRate(
            [.. _groups.OrderBy(group => group.Key).Select(group => new SizeGroup(group.Value.Files, group.Value.Bytes))],
            (_newest - _oldest) * (Files / (Files - 1.0)), origin)
        {
            Busiest = new HourPeak(DateTimeOffset.FromUnixTimeSeconds(hour * 3600), peak.Files, peak.Bytes),
        };
    }

    private static void Count<TKey>(Dictionary<TKey, (long Files, long Bytes)> counts, TKey key, long size)
        where TKey : notnull
    {
        var (files, bytes) = counts.GetValueOrDefault(key);
        counts[key] = (files + 1, Sizes.Add(bytes, size));
    }
}
