using System.Security.Cryptography;
using Longshore.Core.Ship;
using Longshore.FaultTests.Traces;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.Traces;
using Longshore.Stage;

namespace Longshore.FaultTests.Worlds;

/// <summary>
/// Judges a world: whether the protocol allows its trace, and whether anything is left to do. It shares no code with what it
/// judges.
/// </summary>
internal sealed class Verdict(World world, VolumeWriter writer, Cluster cluster)
{
    private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    /// <summary>The mutation of the trace that was refused; null if the trace had nothing to change.</summary>
    public string? Refused { get; private set; }

    /// <param name="left">What the last scan still found to ship.</param>
    /// <param name="seed">Draws the mutation with which the acceptor is tried out on this trace.</param>
    /// <returns>Broken promises, a sentence each.</returns>
    public List<string> Judge(long left, ulong seed)
    {
        var trace = Trace();
        CountOutcomes(trace);
        return
        [
            .. Acceptor.Refusals(trace), .. Stuck(trace, left),
            .. writer.Journal.Surprises.Select(surprise => $"torn: {surprise}"), .. Mutated(trace, seed),
        ];
    }

    private IEnumerable<string> Mutated(RunTrace trace, ulong seed)
    {
        var (name, mutate) = Mutations.All.ElementAt((int)(seed % (ulong)Mutations.All.Count));
        if (mutate(trace, new Random((int)(seed & 0x7FFFFFFF))) is not { } mutated)
            yield break;
        if (Acceptor.Refusals(mutated).Count == 0)
            yield return $"accepted: the trace with the mutation {name}";
        else
            Refused = name;
    }

    private RunTrace Trace() => TraceReader.Read(writer.Journal.Steps, cluster.S3.Store.Journal, cluster.Objects,
        cluster.Broker.Log.Snapshot(), Volume()) with
    {
        KeepsVersions = world.Conflict == ConflictPolicy.Overwrite,
        Careless = writer.Journal.Careless,
    };

    private Dictionary<string, string> Volume()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(new DirectoryInfo(cluster.Volume));
        return found;

        // By hand: .NET's own recursion goes through links.
        void Walk(DirectoryInfo folder)
        {
            foreach (var entry in folder.EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is null))
            {
                if (entry is DirectoryInfo below)
                    Walk(below);
                else if (entry.Exists && entry.Name != "fifo")
                    found[Path.GetRelativePath(cluster.Volume, entry.FullName)] =
                        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(entry.FullName)));
            }
        }
    }

    private void CountOutcomes(RunTrace trace)
    {
        foreach (var step in trace.Steps)
        {
            switch (step)
            {
                case ReceiptPut put:
                    foreach (var file in put.Receipt.Files)
                        Count(file.Outcome, 1);
                    break;
                case OutcomePut { Outcome: var told }:
                    Count("deleted", told.Deleted);
                    Count("gone", told.Gone);
                    Count("kept", told.Kept.Count);
                    break;
            }
        }

        var flowed = cluster.Broker.Log.Snapshot().ToLookup(flowed => flowed.Step);
        Count("event retried", flowed[FlowStep.Retried].Count());
        Count("dead letter", flowed[FlowStep.DeadLettered].Count());
    }

    private IEnumerable<string> Stuck(RunTrace trace, long left)
    {
        foreach (var (path, hash) in trace.Volume)
        {
            if (path.StartsWith(".longshore/trash", StringComparison.Ordinal))
                yield return $"stuck: {Show.Text(path)} is still in the trash";
            else if (!FileNames.StaysForever(path, world.Dotfiles) && path is not "f\ufffd\ufffd"
                && !(world.Conflict == ConflictPolicy.Fail && cluster.Objects.Get(path) is { } other && other.Sha256 != hash))
            {
                var held = cluster.Objects.Get(path) is not { } stored ? ""
                    : stored.Sha256 == hash ? "; S3 holds it" : "; S3 holds other bytes";
                yield return $"stuck: {Show.Text(path)} was never shipped and deleted ({left} left by the last scan), although "
                    + $"nothing hinders it any more{held}; {Story(trace, path)}{OpenIn(path)}";
            }
        }
    }

    /// <summary>Which processes have the file open: a writer hinders its shipping, and may not be the world's own.</summary>
    private string OpenIn(string path)
    {
        var full = Path.Combine(cluster.Volume, path);
        string[] open = [.. Directory.EnumerateDirectories("/proc")
            .Where(process => char.IsAsciiDigit(Path.GetFileName(process)[0])).SelectMany(Descriptors)
            .Where(descriptor => new FileInfo(descriptor).LinkTarget == full)];
        return open.Length == 0 ? "" : $"; open as {string.Join(", ", open)}";

        static string[] Descriptors(string process)
        {
            try
            {
                return Directory.GetFileSystemEntries(Path.Combine(process, "fd"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended.
                return [];
            }
        }
    }

    /// <summary>What receipts and cleanups say of a path, oldest first.</summary>
    private static string Story(RunTrace trace, string path) => string.Join(", ", trace.Steps.SelectMany(step => step switch
    {
        ReceiptPut put => put.Receipt.Files.Where(file => file.Path == path).Select(file => $"{file.Outcome} {file.Reason}"),
        OutcomePut put when put.Outcome.Kept.TryGetValue(path, out var reason) => [$"kept {reason}"],
        _ => [],
    }).TakeLast(6));

    private void Count(string outcome, int number)
    {
        if (number > 0)
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + number;
    }
}
