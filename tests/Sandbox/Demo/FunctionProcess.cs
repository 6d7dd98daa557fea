using System.Diagnostics;
using System.Globalization;

namespace Longshore.Sandbox.Demo;

/// <summary>One function in a process of its own, as in a pod: started, killed, started again on the same port.</summary>
/// <param name="name">The Knative Service that the process stands for.</param>
/// <param name="program">The functions' program.</param>
/// <param name="environment">All that the process sees of the environment, besides what a .NET program needs to start.</param>
/// <param name="logFile">Gets what the process writes; appended to from start to start.</param>
internal sealed class FunctionProcess(
    string name, string program, IReadOnlyDictionary<string, string> environment, string logFile)
    : IAsyncDisposable
{
    private static readonly string[] Inherited =
        ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "LD_LIBRARY_PATH", "SSL_CERT_DIR", "SSL_CERT_FILE"];
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Process? _process;

    public string Name => name;

    public Uri Address => new($"http://127.0.0.1:{environment["PORT"]}");

    /// <summary>Whether the process runs.</summary>
    public bool Alive => _process is { HasExited: false };

    /// <summary>Starts the process and waits until its readiness probe answers 200.</summary>
    /// <exception cref="InvalidOperationException">It ends or does not get ready; the message has its last words.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Clear();
        foreach (var variable in Inherited)
        {
            if (Environment.GetEnvironmentVariable(variable) is { } value)
                start.Environment[variable] = value;
        }

        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ReadyAsync(cancellation);
    }

    /// <summary>Ends the process as a node that fails does: SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Ends the process as Kubernetes does: SIGTERM, and SIGKILL after a grace period.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
        {
            Signals.Terminate(_process.Id);
            using var limit = new CancellationTokenSource(Grace);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_process.HasExited)
            await KillAsync();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>The last lines that the process wrote.</summary>
    public string LastWords()
    {
        lock (_gate)
            return File.Exists(logFile) ? string.Join('\n', File.ReadLines(logFile).TakeLast(15)) : "(nothing)";
    }

    private async Task ReadyAsync(CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
        var watch = Stopwatch.StartNew();
        var probe = new Uri(Address, "/healthz/ready");
        var answer = "none";
        while (watch.Elapsed < StartLimit && Alive)
        {
            try
            {
                using var response = await client.GetAsync(probe, cancellation);
                if (response.IsSuccessStatusCode)
                    return;
                answer = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                answer = e.Message;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
        }

        throw new InvalidOperationException(Alive
            ? $"{name} is not ready after {StartLimit.TotalSeconds} s (last answer: {answer}). It wrote:\n{LastWords()}"
            : $"{name} ended with status {_process?.ExitCode} before it was ready. It wrote:\n{LastWords()}");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_gate)
            File.AppendAllText(logFile, line.Data + "\n");
    }
}
