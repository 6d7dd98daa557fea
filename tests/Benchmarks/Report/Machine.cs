using System.Globalization;

namespace Longshore.Benchmarks.Report;

/// <summary>What the numbers were measured on. Sources: proc(5).</summary>
internal static class Machine
{
    public static string Describe()
    {
        var processor = Field("/proc/cpuinfo", "model name") ?? "unknown processor";
        var memory = Field("/proc/meminfo", "MemTotal") is { } kilobytes
            ? string.Create(CultureInfo.InvariantCulture,
                $"{double.Parse(kilobytes.Split(' ')[0], CultureInfo.InvariantCulture) / (1 << 20):F0} GiB")
            : "unknown memory";
        var kernel = File.Exists("/proc/sys/kernel/osrelease")
            ? File.ReadAllText("/proc/sys/kernel/osrelease").Trim() : "unknown kernel";
        return $"{Environment.ProcessorCount} cores of {processor}, {memory}, Linux {kernel}";
    }

    private static string? Field(string file, string name) => !File.Exists(file)
        ? null
        : File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
