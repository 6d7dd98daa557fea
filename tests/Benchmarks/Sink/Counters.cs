using System.Globalization;
using System.Text;

namespace Longshore.Benchmarks.Sink;

/// <summary>Requests by operation since the last reset, and how many were refused. Safe for concurrent use.</summary>
internal sealed class Counters
{
    private static readonly string[] Names = Enum.GetNames<Operation>();
    private readonly long[] _counts = new long[Names.Length];
    private long _refused;

    public void Add(Operation operation) => Interlocked.Increment(ref _counts[(int)operation]);

    public void Refuse() => Interlocked.Increment(ref _refused);

    public void Reset()
    {
        Array.Clear(_counts);
        _refused = 0;
    }

    /// <summary>
    /// A line for each operation that occurred: its name and how often; then the refusals and this process's CPU time.
    /// </summary>
    public string Snapshot()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Names.Length; i++)
        {
            if (Volatile.Read(ref _counts[i]) is var count and > 0)
                text.Append(CultureInfo.InvariantCulture, $"{Names[i]} {count}\n");
        }

        return text.Append(CultureInfo.InvariantCulture,
            $"refused {Volatile.Read(ref _refused)}\ncpu-us {Environment.CpuUsage.TotalTime.TotalMicroseconds:F0}\n").ToString();
    }
}
