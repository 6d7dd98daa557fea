using System.Diagnostics;
using System.Globalization;

namespace Longshore.Sandbox.Demo;

/// <summary>Shows how far the demo is: one line that changes on a terminal, plain lines elsewhere.</summary>
internal sealed class DemoConsole(TextWriter output, bool terminal)
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(1);

    private int _width;

    public void Say(string line)
    {
        Clear();
        output.WriteLine(line);
    }

    /// <summary>Shows a line again and again until the work is done, and once more then.</summary>
    public async Task WhileAsync(Task work, Func<string> line)
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(terminal ? TerminalInterval : PlainInterval));
            if (terminal || work.IsCompleted)
                Show(line());
            else
                output.WriteLine(line());
        }

        await work;
        if (terminal)
            output.WriteLine();
        _width = 0;
    }

    /// <summary>Files, bytes, files a second, batches, and how many events each function works on.</summary>
    public static string Progress(SandboxCluster cluster, DemoOptions options, Stopwatch watch, int left)
    {
        var totals = FlowTotals.Of(cluster.Broker.Log.Snapshot());
        var objects = cluster.Store.Objects;
        var running = cluster.Manifests.Services.Select(service => (service.Name, Count: cluster.Broker.Running(service.Name)))
            .Where(static service => service.Count > 0).Select(static service => $"{service.Name} {service.Count}")
            .DefaultIfEmpty("nothing");
        return string.Create(CultureInfo.InvariantCulture,
            $"  {objects}/{options.Files} files in S3, {(double)objects * options.Bytes / 1e6:F1} MB, "
                + $"{objects / Math.Max(watch.Elapsed.TotalSeconds, 0.001):F0} files/s")
            + $"; {left} left; batches: {totals.Batches} ready, {totals.Synced} synced, {totals.Cleaned} cleaned; running: "
            + $"{string.Join(", ", running)}";
    }

    private void Show(string line)
    {
        if (!terminal)
        {
            output.WriteLine(line);
            return;
        }

        // A line that wraps could not be written over.
        var shown = line.Length < Console.WindowWidth ? line : line[..Math.Max(Console.WindowWidth - 1, 0)];
        output.Write('\r' + shown.PadRight(_width));
        _width = shown.Length;
    }

    private void Clear()
    {
        if (_width > 0)
            output.WriteLine();
        _width = 0;
    }
}
