using System.Globalization;

namespace Longshore.FaultTests.Sweep;

/// <summary>Which cases are run: every call of an undisturbed run, or a sample of them.</summary>
internal static class SweepPlan
{
    private const int LargeSample = 60;

    private static readonly string[] Network = ["connect", "sendto", "sendmsg", "recvfrom", "recvmsg"];

    /// <summary>Where most is at stake.</summary>
    private static readonly string[] Deletes = ["renameat2", "renameat", "unlinkat", "fcntl"];

    /// <summary><c>make sweep</c>: every call. Else a sample.</summary>
    public static bool IsWhole => Text("SWEEP") == "all";

    private static int Sample => SweepTools.IsPublished ? 6 : 2;

    private static int Seed => Number("SEED") ?? 1;

    public static int Parallel => Number("PARALLEL") ?? Math.Max(2, Environment.ProcessorCount);

    /// <summary>The deeds asked for; without a wish all, or those of the short sweep.</summary>
    public static IEnumerable<Deed> Deeds => Text("DEED") is { Length: > 0 } wanted
        ? wanted.Split(',').Select(name => Deed.All.SingleOrDefault(deed => deed.Name == name)
            ?? throw new ArgumentException(
                $"There is no deed {name}; the deeds are {string.Join(", ", Deed.All.Select(deed => deed.Name))}."))
        : Deed.All.Where(deed => IsWhole || deed.IsInTheShortSweep);

    /// <param name="calls">Those of an undisturbed run, as <c>number name subject</c>.</param>
    public static IEnumerable<SweepCase> Cases(Deed deed, IEnumerable<string> calls)
    {
        if (Text("CALLS") is { Length: > 0 } counted)
            deed = deed with { Calls = counted };
        if (Number("AT") is { } one)
            return [new(deed, one)];
        var names = calls.Select(line => line.Split(' ')[1])
            .Where(name => deed.Calls == "all" || deed.Calls == name
                || deed.Calls == (Network.Contains(name) ? "net" : "file")).ToArray();
        // A disturbed run may make a few more calls than an undisturbed one.
        var all = Enumerable.Range(1, names.Length + 2).ToArray();
        var random = new Random(Seed + deed.Name.Sum(letter => letter));
        var most = all.Where(at => at <= names.Length && Deletes.Contains(names[at - 1])).ToArray();
        int[] chosen = IsWhole && !deed.Large
            ? all : [.. random.GetItems(all, IsWhole ? LargeSample : Sample / 2),
            .. random.GetItems(most.Length > 0 ? most : all, IsWhole ? 0 : Sample / 2)];
        return chosen.Distinct().Order().Select(at => new SweepCase(deed, at))
            .Concat(IsWhole || !deed.IsWrite ? [] : Renames(deed));
    }

    /// <summary>
    /// Between the last look and the rename, where a write is hardest to see: the number of the call among all is never twice the
    /// same.
    /// </summary>
    private static IEnumerable<SweepCase> Renames(Deed deed) =>
        Enumerable.Range(1, Sample / 2).Select(at => new SweepCase(deed with { Calls = "renameat2" }, at));

    private static string? Text(string name) => Environment.GetEnvironmentVariable($"LONGSHORE_{name}");

    private static int? Number(string name) =>
        int.TryParse(Text(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
