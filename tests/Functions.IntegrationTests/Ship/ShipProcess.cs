using System.Diagnostics;
using System.Text;
using Longshore.Cli.Ship;
using Longshore.IntegrationTests.S3Contract;

namespace Longshore.IntegrationTests.Ship;

/// <summary><c>longshore ship</c> as a process of its own, in a pipe or on a terminal that <c>script</c> makes.</summary>
internal sealed class ShipProcess : IAsyncDisposable
{
    /// <summary>What Ctrl-C is on a terminal.</summary>
    private const char Interrupt = '\u0003';

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly StringBuilder _seen = new();

    private ShipProcess(Process process)
    {
        _process = process;
        _output = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it has written on standard output so far.</summary>
    public string Seen
    {
        get
        {
            lock (_seen)
                return _seen.ToString();
        }
    }

    /// <summary>util-linux's; a machine may lack it.</summary>
    public const string NoTerminal = "ship was not run on a terminal: install script (Debian: apt-get install bsdutils)";

    public static string? Terminal => PathTool.Find("script");

    public static ShipProcess Start(IReadOnlyDictionary<string, string> settings, bool onTerminal, IEnumerable<string> arguments)
    {
        // A test run in the background may have been told to ignore signals, and hands that on.
        string[] command = ["env", "--default-signal=INT,HUP,TERM", "dotnet", "exec", typeof(ShipVerb).Assembly.Location,
            "ship", .. arguments];
        // Quoted for the shell that script runs; exec, so that no shell stands between the terminal and the process.
        string[] line = onTerminal
            ? [Terminal!, "-qefc", "stty cols 120; exec " + string.Join(' ', command.Select(word => $"'{word}'")), "/dev/null"]
            : command;
        var start = new ProcessStartInfo(line[0],
            line[1..])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // The machine's own settings are not the test's.
        foreach (var name in start.Environment.Keys.Where(name => name.Contains("__", StringComparison.Ordinal)
            || name is "NO_COLOR" or "K_SINK" or "FUNCTIONS").ToArray())
            start.Environment.Remove(name);
        start.Environment["TERM"] = "xterm-256color";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Presses Ctrl-C; only on a terminal.</summary>
    public async Task InterruptAsync()
    {
        await _process.StandardInput.WriteAsync(Interrupt);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Writes to its standard input, to the end.</summary>
    public async Task GiveAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        _process.StandardInput.Close();
    }

    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<(int Exit, string Output, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _output, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<string> ReadAsync()
    {
        var buffer = new char[4096];
        int read;
        while ((read = await _process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (_seen)
                _seen.Append(buffer, 0, read);
        }

        return Seen;
    }
}
