using System.Diagnostics;
using System.Globalization;
using Longshore.Sandbox.Traces;

namespace Longshore.Sandbox.Demo;

/// <summary>What a run asked of S3, as the store counted it. The look of the demo itself is not in it.</summary>
/// <param name="Objects">Shipped objects, without Longshore's records.</param>
/// <param name="Writes">PUT, multipart uploads and LIST, which cost the same.</param>
/// <param name="Reads">GET and HEAD.</param>
internal sealed record RunCost(int Objects, long Writes, long Reads)
{
    /// <summary>A run of this kind each hour.</summary>
    private const int RunsOfAMonth = 730;

    /// <summary>Dollars a month in STANDARD. Source: Amazon S3 pricing, US East (N. Virginia), 2026.</summary>
    public double Month => RunsOfAMonth * ((Writes * 0.005 / 1000) + (Reads * 0.0004 / 1000));

    public static RunCost Of(StoreHost store)
    {
        var counted = store.Requests.Snapshot();
        var reads = counted.Where(static pair => Is(pair.Key, "GetObject", "HeadObject")).Sum(static pair => pair.Value);
        var writes = counted.Where(static pair => Is(pair.Key, "Put", "Post", "List", "Multipart", "UploadPart"))
            .Sum(static pair => pair.Value);
        return new RunCost(store.Objects, writes, reads);

        static bool Is(string operation, params string[] words) =>
            words.Any(word => operation.Contains(word, StringComparison.Ordinal));
    }
}

/// <summary>Shows a run with bundles beside one without.</summary>
internal static class BundleReport
{
    private const int LinesShown = 5;

    /// <summary>Of the component <c>bundles</c>.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Sync__BundleUpTo"] = "1048576",
        ["Schedule__BatchFiles"] = "5000",
    };

    public static IEnumerable<string> Lines(RunCost apart, RunCost together, StoreHost store, string work)
    {
        yield return "";
        yield return $"  {"",-12} {"objects",9} {"PUT, LIST",11} {"GET, HEAD",11}   requests of a month, such a run each hour";
        foreach (var (name, cost) in new[] { ("by itself", apart), ("in bundles", together) })
            yield return string.Create(CultureInfo.InvariantCulture,
                $"  {name,-12} {cost.Objects,9:N0} {cost.Writes,11:N0} {cost.Reads,11:N0}   {cost.Month:F2} dollars");
        if (store.Contents.Objects().FirstOrDefault(each => TraceKeys.IsBundle(each.Key, each.Sha256)) is not { } bundle)
            yield break;
        var file = Path.Combine(work, "bundle.tar");
        File.WriteAllBytes(file, bundle.Body.ToArray());
        yield return "";
        yield return $"tar -tvf of {bundle.Key}:";
        var lines = Listing(file);
        foreach (var line in lines.Take(LinesShown))
            yield return $"  {line}";
        if (lines.Length > LinesShown)
            yield return $"  … and {lines.Length - LinesShown} more, the last one:\n  {lines[^1]}";
        yield return "";
    }

    private static string[] Listing(string file)
    {
        try
        {
            using var tar = Process.Start(new ProcessStartInfo("tar", ["-tvf", file]) { RedirectStandardOutput = true })!;
            var said = tar.StandardOutput.ReadToEnd();
            tar.WaitForExit();
            return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return ["there is no tar here"];
        }
    }
}
