using System.Diagnostics;
using System.Text.Json;
using Longshore.FaultTests.Worlds;
using Longshore.Stage;

namespace Longshore.FaultTests.Sweep;

/// <summary>How one run of <c>longshore ship</c> ended.</summary>
/// <param name="Report">What it wrote with <c>--json</c>; null if nothing.</param>
internal sealed record ShipRun(int Exit, JsonElement? Report, string Errors)
{
    public static async Task<ShipRun> StartAsync(IEnumerable<string> command, IReadOnlyDictionary<string, string> settings)
    {
        string[] words = [.. command];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The machine's own settings are not the sweep's.
        foreach (var name in start.Environment.Keys.Where(name => name.Contains("__", StringComparison.Ordinal)
            || name is "K_SINK" or "FUNCTIONS").ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new(process.ExitCode,
                output.TrimEnd().EndsWith('}') ? Json.Of(System.Text.Encoding.UTF8.GetBytes(output)) : null, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
