using System.Collections.Concurrent;
using Longshore.IntegrationTests.S3Contract;

[assembly: AssemblyFixture(typeof(BackendReport))]

namespace Longshore.IntegrationTests.S3Contract;

/// <summary>
/// One line for each backend and client of the suite: ran, or why not. They go to the file that <c>LONGSHORE_BACKENDS_FILE</c>
/// names, if it is set, and to the runner as diagnostic messages.
/// </summary>
public sealed class BackendReport : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, string> WhyNot = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, int> Ran = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, int> Differing = new(StringComparer.Ordinal);

    public static void AddRun(string name) => Ran.AddOrUpdate(name, 1, (_, count) => count + 1);

    public static void AddKnownDifference(string name) => Differing.AddOrUpdate(name, 1, (_, count) => count + 1);

    public static void SetWhyNot(string name, string reason) => WhyNot[name] = reason.ReplaceLineEndings(" ");

    public async ValueTask DisposeAsync()
    {
        var lines = WhyNot.Keys.Concat(Ran.Keys).Distinct().Order(StringComparer.Ordinal).Select(Line).ToList();
        foreach (var line in lines)
            TestContext.Current.SendDiagnosticMessage(line);
        if (Environment.GetEnvironmentVariable("LONGSHORE_BACKENDS_FILE") is { Length: > 0 } file)
            await File.WriteAllLinesAsync(file, lines);
    }

    private static string Line(string name)
    {
        if (WhyNot.TryGetValue(name, out var reason))
            return $"backend {name}: not run: {reason}";
        var differing = Differing.TryGetValue(name, out var count) ? $", {count} known differences skipped" : "";
        return $"backend {name}: ran {Ran[name]} tests{differing}";
    }
}
