using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Longshore.Core.Ship;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;

namespace Longshore.FaultTests.Worlds;

/// <summary>Judges a world by the writer's journal, the volume and the bucket. It shares no code with what it judges.</summary>
internal sealed partial class Verdict(World world, VolumeWriter writer, Cluster cluster, bool killed)
{
    private const string State = "_longshore/";
    private const string Begun = ".begun.json";
    private readonly List<string> _broken = [];
    private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private int _open;

    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    /// <param name="left">What the last scan still found to ship.</param>
    public List<string> Judge(long left)
    {
        var volume = Volume();
        var objects = Versions();
        NothingLost(volume, objects);
        NothingTorn(objects);
        NothingOverwritten();
        EverythingCounted();
        DeletionsCounted(volume);
        NothingStuck(volume, left);
        _broken.AddRange(writer.Journal.Surprises.Select(surprise => $"torn: {surprise}"));
        return _broken;
    }

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

    /// <summary>Every version of every object that is not Longshore's own.</summary>
    private List<StoredObject> Versions() => [.. cluster.Objects.Keys()
        .Where(key => !key.StartsWith(State, StringComparison.Ordinal))
        .SelectMany(key => cluster.Objects.Entry(key)!.Versions())];

    private void NothingLost(Dictionary<string, string> volume, List<StoredObject> objects)
    {
        var kept = volume.Values.Concat(objects.Select(stored => stored.Sha256)).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, version) in writer.Journal.Current)
        {
            if (!kept.Contains(version.Sha256))
                _broken.Add($"lost: {Show(path)} with {version.Content.Length} bytes is neither on the volume nor in S3");
        }
    }

    private void NothingTorn(List<StoredObject> objects)
    {
        foreach (var stored in objects)
        {
            var path = Restored().Replace(stored.Key, "");
            var known = writer.Journal.All.GetValueOrDefault(stored.Sha256);
            if (known is null)
            {
                if (!writer.Journal.Careless.Contains(path))
                    _broken.Add(
                        $"torn or leaked: {Show(stored.Key)} holds {stored.Size} bytes that were never a finished file's: "
                        + $"{Show(Start(stored))}");
            }
            else if (!known.Paths.Contains(path) && !known.Paths.Contains(Beside().Replace(path, "$1")))
            {
                _broken.Add($"misplaced: {Show(stored.Key)} holds what stood under {Show(string.Join(", ", known.Paths))}");
            }
        }
    }

    private void NothingOverwritten()
    {
        foreach (var entry in cluster.S3.Store.Journal.Overwrites)
        {
            var kept = world.Conflict == ConflictPolicy.Overwrite
                && cluster.Objects.Entry(entry.Key)!.Versions().Any(version => version.Sha256 == entry.Replaced);
            if (!kept)
                _broken.Add($"overwritten: {Show(entry.Key)}");
        }

        foreach (var entry in cluster.S3.Store.Journal.Entries)
        {
            if (entry.Kind != JournalKind.Put && !entry.Key.StartsWith("_longshore/uploads/", StringComparison.Ordinal))
                _broken.Add($"overwritten: {Show(entry.Key)} was deleted from S3");
        }
    }

    private void EverythingCounted()
    {
        foreach (var stored in cluster.Objects.Objects()
            .Where(stored => stored.Key.StartsWith("_longshore/receipts/", StringComparison.Ordinal)))
            Balance(stored);
        foreach (var synced in cluster.Events("dev.longshore.batch.synced"))
        {
            var receipt = cluster.Objects.Get(
                synced.Attributes.First(attribute => attribute.Key == "dataref").Value[$"s3://{Cluster.Bucket}/".Length..]);
            if (receipt is null)
                _broken.Add($"uncounted: the event {synced.Id} refers to no receipt");
            else
                Agree(Json.Of(synced.Data), Json.Of(receipt).GetProperty("counts"), receipt.Key);
        }

        foreach (var stored in Cleanups(begun: true))
        {
            var begun = Json.Of(stored);
            var files = begun.GetProperty("files").EnumerateArray().Select(file => file.Text("path")).ToArray();
            var isOpen = cluster.Objects.Get(stored.Key.Replace(Begun, ".json", StringComparison.Ordinal)) is null;
            _begun.UnionWith(files);
            _open += isOpen ? files.Length : 0;
            if (files.Length + begun.Int("gone") + begun.GetProperty("kept").EnumerateObject().Count() != SettledOf(begun))
                _broken.Add($"uncounted: {stored.Key} does not account for the {SettledOf(begun)} shipped files of its receipt");
        }

        foreach (var stored in Cleanups(begun: false))
        {
            var outcome = Json.Of(stored);
            var begun = cluster.Objects.Get(stored.Key.Replace(".json", Begun, StringComparison.Ordinal));
            if (begun is null || Json.Of(begun).GetProperty("files").GetArrayLength() < outcome.Int("deleted"))
                _broken.Add(
                    $"uncounted: {stored.Key} tells of {outcome.Int("deleted")} deletions that no begun record has announced");
            Count("deleted", outcome.Int("deleted"));
            Count("gone", outcome.Int("gone"));
            Count("kept", outcome.GetProperty("kept").EnumerateObject().Count());
            var settled = SettledOf(outcome);
            if (outcome.Int("deleted") + outcome.Int("gone") + outcome.GetProperty("kept").EnumerateObject().Count() != settled)
                _broken.Add($"uncounted: {stored.Key} does not account for the {settled} shipped files of its receipt");
        }

        foreach (var flowed in cluster.Broker.Log.Snapshot())
        {
            if (flowed.Step is FlowStep.Retried or FlowStep.DeadLettered)
                Count(flowed.Step == FlowStep.Retried ? "event retried" : "dead letter", 1);
        }
    }

    /// <summary>
    /// Where only Longshore has deleted anything, each deletion was announced before, whatever failed or was killed; and each is
    /// written down once, but for those of begun records that are still open.
    /// </summary>
    private void DeletionsCounted(Dictionary<string, string> volume)
    {
        if (world.Acts.Length > 0)
            return;
        string[] deleted = [.. writer.Journal.Current.Keys.Where(path => !volume.ContainsKey(path))];
        _broken.AddRange(deleted.Where(path => !_begun.Contains(path))
            .Select(path => $"uncounted: {Show(path)} was deleted, and no begun record names it"));
        var told = _outcomes.GetValueOrDefault("deleted");
        var isCertain =
            !killed && !world.StoreFaults.Any(fault => fault.Operation is "PutObject" or "HeadObject" && fault.Count > 3);
        if (told > deleted.Length || told + (isCertain ? 0 : _open) < deleted.Length)
            _broken.Add(
                $"uncounted: {deleted.Length} files were deleted, the cleanups say {told}, and {_open} more are in open "
                + "begun records");
    }

    private IEnumerable<StoredObject> Cleanups(bool begun) => cluster.Objects.Objects()
        .Where(stored => stored.Key.StartsWith("_longshore/cleanups/", StringComparison.Ordinal)
            && stored.Key.EndsWith(Begun, StringComparison.Ordinal) == begun);

    /// <summary>Shipped files of the receipt that a cleanup has followed.</summary>
    private int SettledOf(JsonElement cleanup) => cluster.Objects.Get(cleanup.Text("receipt")) is { } receipt
        ? Json.Of(receipt).GetProperty("counts") is var counts ? counts.Int("uploaded") + counts.Int("present") : 0
        : -1;

    private void Balance(StoredObject stored)
    {
        var receipt = Json.Of(stored);
        var counts = receipt.GetProperty("counts");
        var sum = 0;
        foreach (var outcome in new[] { "uploaded", "present", "deferred", "missing", "failed", "remaining" })
        {
            var number = receipt.GetProperty("files").EnumerateArray().Count(file => file.Text("outcome") == outcome);
            Count(outcome, number);
            sum += number;
            if (number != counts.Int(outcome))
                _broken.Add($"uncounted: {stored.Key} says {counts.Int(outcome)} {outcome} and lists {number}");
        }

        if (sum != counts.Int("planned") || sum != receipt.GetProperty("files").GetArrayLength())
            _broken.Add($"uncounted: {stored.Key} does not balance");
        foreach (var file in receipt.GetProperty("files").EnumerateArray()
            .Where(file => file.Text("outcome") is "uploaded" or "present"))
        {
            var etags = cluster.Objects.Entry(file.Text("key"))?.Versions().Select(version => version.ETag) ?? [];
            if (!etags.Contains(file.Text("eTag")))
                _broken.Add(
                    $"uncounted: {stored.Key} says that {Show(file.Text("key"))} is in S3 with the ETag {file.Text("eTag")}, "
                    + "and it is not");
        }
    }

    private void Agree(JsonElement told, JsonElement counts, string receipt)
    {
        foreach (var name in new[] { "planned", "uploaded", "present", "deferred", "missing", "failed", "remaining",
            "bytesUploaded", "bytesPresent" })
        {
            if (told.Int(name) != counts.Int(name))
                _broken.Add($"uncounted: batch.synced says {told.Int(name)} {name} and {receipt} {counts.Int(name)}");
        }
    }

    private void NothingStuck(Dictionary<string, string> volume, long left)
    {
        foreach (var (path, hash) in volume)
        {
            if (path.StartsWith(".longshore/trash", StringComparison.Ordinal))
                _broken.Add($"stuck: {Show(path)} is still in the trash");
            else if (!FileNames.StaysForever(path, world.Dotfiles) && path is not "f\ufffd\ufffd"
                && world.Conflict != ConflictPolicy.Fail)
            {
                var held = cluster.Objects.Get(path) is not { } stored ? ""
                    : stored.Sha256 == hash ? "; S3 holds it" : "; S3 holds other bytes";
                _broken.Add($"stuck: {Show(path)} was never shipped and deleted ({left} left by the last scan), although nothing "
                    + $"hinders it any more{held}; {Story(path)}");
            }
        }
    }

    /// <summary>What receipts and cleanups say of a path, oldest first.</summary>
    private string Story(string path)
    {
        var told = new List<string>();
        foreach (var stored in cluster.Objects.Objects()
            .Where(stored => stored.Key.StartsWith("_longshore/receipts/", StringComparison.Ordinal)
            || stored.Key.StartsWith("_longshore/cleanups/", StringComparison.Ordinal)).OrderBy(stored => stored.LastModified))
        {
            var document = Json.Of(stored);
            if (stored.Key.EndsWith(Begun, StringComparison.Ordinal))
                continue;
            if (document.TryGetProperty("files", out var files))
                told.AddRange(files.EnumerateArray().Where(file => file.Text("path") == path)
                    .Select(file => $"{file.Text("outcome")} {file.Text("reason")}"));
            else if (document.GetProperty("kept").TryGetProperty(path, out var reason))
                told.Add($"kept {reason.GetString()}");
        }

        return string.Join(", ", told.TakeLast(6));
    }

    private void Count(string outcome, int number)
    {
        if (number > 0)
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + number;
    }

    private static string Start(StoredObject stored) =>
        System.Text.Encoding.Latin1.GetString(stored.Body.ToArray().AsSpan(0, (int)Math.Min(24, stored.Size)));

    private static string Show(string text) => text.Length > 120 ? Regex.Escape(text)[..120] + "…" : Regex.Escape(text);

    /// <summary>A checksum between name and extension, as KeepBoth puts it there.</summary>
    [GeneratedRegex(@"\.[0-9a-f]{16}(\.[^./]*)?$")]
    private static partial Regex Beside();

    [GeneratedRegex(@"\.longshore-restored-\d+")]
    private static partial Regex Restored();
}
