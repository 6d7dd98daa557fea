using System.Globalization;

namespace Longshore.Benchmarks.Processes;

/// <summary>A process's resident memory. Source: proc_pid_status(5).</summary>
internal static class Memory
{
    /// <summary>The most so far, in bytes; 0 if the process has ended.</summary>
    public static long Peak(int process) => Read(process, "VmHWM:");

    /// <summary>Now, in bytes; 0 if the process has ended.</summary>
    public static long Resident(int process) => Read(process, "VmRSS:");

    private static long Read(int process, string field)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{process}/status"))
            {
                if (line.StartsWith(field, StringComparison.Ordinal))
                    return long.Parse(line.AsSpan(field.Length, line.Length - field.Length - 2).Trim(),
                        CultureInfo.InvariantCulture) << 10;
            }
        }
        catch (IOException)
        {
            // It has ended between two looks.
        }

        return 0;
    }
}
