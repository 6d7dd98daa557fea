using System.Globalization;
using Longshore.Benchmarks.Processes;

namespace Longshore.Benchmarks.Clients;

/// <summary>The sink in a process of its own, and what it is told.</summary>
internal sealed class SinkProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private readonly Child _child;
    private readonly HttpClient _http;

    private SinkProcess(Child child, Uri endpoint)
    {
        (_child, Endpoint) = (child, endpoint);
        _http = new HttpClient { BaseAddress = endpoint };
    }

    public Uri Endpoint { get; }

    /// <exception cref="InvalidOperationException">It does not say its address.</exception>
    public static async Task<SinkProcess> StartAsync(string folder, CancellationToken cancellation)
    {
        var output = Path.Combine(folder, "sink.log");
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(static pair => (string)pair.Key, static pair => (string?)pair.Value ?? "");
        string[] arguments = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet"
            ? [typeof(SinkProcess).Assembly.Location, "sink"] : ["sink"];
        var child = Child.Start(Environment.ProcessPath!, arguments, environment, output);
        for (var waited = TimeSpan.Zero; waited < StartLimit; waited += TimeSpan.FromMilliseconds(50))
        {
            await Task.Delay(50, cancellation);
            if (File.Exists(output) && (await File.ReadAllTextAsync(output, cancellation)).Trim() is { Length: > 0 } text
                && Uri.TryCreate(text, UriKind.Absolute, out var endpoint))
                return new SinkProcess(child, endpoint);
        }

        child.Signal();
        throw new InvalidOperationException(
            $"The sink does not say its address; it wrote: {await File.ReadAllTextAsync(output, cancellation)}");
    }

    /// <summary>Forgets a bucket's objects.</summary>
    public Task EmptyAsync(string bucket) => PostAsync($"/-/empty?bucket={bucket}");

    public Task ResetAsync() => PostAsync("/-/reset");

    public Task DelayAsync(int milliseconds) => PostAsync($"/-/delay?ms={milliseconds}");

    /// <summary>
    /// What was counted since the last reset, and <c>objects</c> and <c>bytes</c> of the bucket without Longshore's own records.
    /// </summary>
    public async Task<SortedDictionary<string, long>> CountersAsync(string bucket)
    {
        var text = await _http.GetStringAsync(new Uri($"/-/counters?bucket={bucket}", UriKind.Relative));
        return new SortedDictionary<string,
            long>(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' '))
            .ToDictionary(static pair => pair[0], static pair => long.Parse(pair[1], CultureInfo.InvariantCulture)),
            StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _child.StopAsync();
    }

    private async Task PostAsync(string command)
    {
        using var answer = await _http.PostAsync(new Uri(command, UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
    }
}
