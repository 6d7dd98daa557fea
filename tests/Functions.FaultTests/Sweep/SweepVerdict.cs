using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Longshore.FaultTests.Worlds;
using Longshore.Sandbox.S3;
using Longshore.Sandbox.S3.Store;
using Longshore.Sandbox.Traces;
using Longshore.Stage;

namespace Longshore.FaultTests.Sweep;

/// <summary>What a case came to. The lists hold a sentence for each breach.</summary>
/// <param name="Call">The call at which the deed was done; null if the run ended before it.</param>
/// <param name="Left">
/// Files that the last run has left on the volume, and those in the trash of a process that was killed.
/// </param>
internal sealed record SweepResult(
    SweepCase Case, string? Call, string[] Lost, string[] Overwritten, string[] Uncounted, string[] Left, int InTrash)
{
    public bool IsBroken => Lost.Length + Overwritten.Length + Uncounted.Length + Left.Length > 0;
}

/// <summary>Judges a case by the writer's words, the volume and the bucket. It shares no code with what it judges.</summary>
internal sealed class SweepVerdict(SweepCase swept, string volume, S3Server s3, string bucket)
{
    private const string State = "_longshore/";
    private readonly Bucket _bucket = s3.Store.Bucket(bucket);

    /// <param name="told">What the tracer has reported.</param>
    public SweepResult Judge(string[] told, ShipRun disturbed, ShipRun final)
    {
        var expected = swept.Files.ToDictionary(file => file.Key, file => file.Value);
        foreach (var line in told.Where(line => line.StartsWith("act done ", StringComparison.Ordinal)))
            expected[line[9..]] = swept.Deed.Changed(expected[line[9..]]);
        var stands = Directory.EnumerateFiles(volume, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .ToDictionary(file => Path.GetRelativePath(volume, file), file => Hash(File.ReadAllBytes(file)),
                StringComparer.Ordinal);
        var left = SweepCase.Left(volume);
        var call = told.Select(line => line.Split(' ', 4))
            .FirstOrDefault(words => words[0] == "call" && words[1] == $"{swept.At}");
        return new(swept, call is null ? null : $"{call[2]} {call[3].Replace(volume, "", StringComparison.Ordinal)}",
            [.. Lost(expected, stands)], [.. Overwritten()],
            [.. Uncounted(told, disturbed, final, expected, stands)], left, stands.Count - left.Length);
    }

    private IEnumerable<string> Lost(Dictionary<string, byte[]> expected, Dictionary<string, string> stands)
    {
        var objects = _bucket.Keys().Where(key => !key.StartsWith(State, StringComparison.Ordinal))
            .SelectMany(key => _bucket.Entry(key)!.Versions()).ToArray();
        var bundles = BundleReader.Read(_bucket);
        var stored = objects.SelectMany(each => bundles.GetValueOrDefault(each.Sha256)?.Select(file => (each.Key, file.Sha256))
            ?? [(each.Key, each.Sha256)]).ToArray();
        var kept = stands.Values.Concat(stored.Select(each => each.Sha256)).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, content) in expected.Where(file => !kept.Contains(Hash(file.Value))))
            yield return $"{path} with {content.Length} bytes is neither on the volume nor in S3";
        var whole = expected.Values.Concat(swept.Files.Values).Select(Hash).ToHashSet(StringComparer.Ordinal);
        foreach (var torn in stored.Where(each => !whole.Contains(each.Sha256)))
            yield return $"{torn.Key} holds bytes that no file ever had";
    }

    /// <summary>Only notes of uploads may be replaced or removed, and what the probe of the store puts for itself.</summary>
    private IEnumerable<string> Overwritten() => s3.Store.Journal.Entries
        .Where(entry => entry.Bucket == bucket && !entry.Key.StartsWith($"{State}uploads/", StringComparison.Ordinal)
            && !entry.Key.StartsWith($"{State}probe/", StringComparison.Ordinal))
        .Where(entry => entry.Kind != JournalKind.Put || (entry.Replaced is not null && entry.Replaced != entry.Sha256))
        .Select(entry => $"{entry.Key}: {entry.Kind}");

    private IEnumerable<string> Uncounted(
        string[] told, ShipRun disturbed, ShipRun final, Dictionary<string, byte[]> expected, Dictionary<string, string> stands)
    {
        var killed = told.Any(line => line.StartsWith("end signal 9", StringComparison.Ordinal)) && swept.Deed.Act == "kill";
        if (!killed && (disturbed.Exit >= 128 || told[^1].StartsWith("end time-out", StringComparison.Ordinal)))
            yield return $"the disturbed run ended with {disturbed.Exit}: {disturbed.Errors}";
        if (!killed && disturbed.Report is null && disturbed.Exit is not (1 or 2))
            yield return $"the disturbed run wrote no report and ended with {disturbed.Exit}: {disturbed.Errors}";
        foreach (var report in new[] { disturbed.Report, final.Report }.OfType<JsonElement>())
        {
            foreach (var sentence in report.GetProperty("imbalances").EnumerateArray())
                yield return $"the report does not balance: {sentence.GetString()}";
        }

        // Who says that all is well has seen every file. A second run may have deleted some before.
        if (disturbed is { Exit: 0, Report: { } well } && swept.Deed.Act != "second" && Seen(well) != swept.Files.Count)
            yield return $"the disturbed run ended with 0 and accounts for {Seen(well)} of {swept.Files.Count} files";
        if (final.Report is null || final.Exit != 0)
            yield return $"the last run ended with {final.Exit}: {final.Errors}";

        foreach (var (key, receipt) in Records("receipts"))
        {
            var counts = receipt.GetProperty("counts");
            var files = receipt.GetProperty("files").EnumerateArray().GroupBy(file => file.Text("outcome"))
                .ToDictionary(group => group.Key, group => group.Count());
            var names = new[] { "uploaded", "present", "deferred", "missing", "failed", "remaining" };
            if (names.Any(name => counts.Int(name) != files.GetValueOrDefault(name))
                || names.Sum(name => counts.Int(name)) != counts.Int("planned"))
                yield return $"{key} does not balance";
        }

        var gone = expected.Where(file => !stands.ContainsKey(file.Key) && !stands.ContainsValue(Hash(file.Value)))
            .Select(file => file.Key).ToArray();
        var records = Records("cleanups").ToDictionary(record => record.Key, record => record.Value);
        var (counted, deleted) = (0, 0);
        foreach (var (key, record) in records)
        {
            if (IsBegun(key))
            {
                // Open: a later run closes it, after twice the deadline. Until then it names what may be gone.
                if (!records.Keys.Any(other => !IsBegun(other) && Number(other) == Number(key)))
                    counted += record.GetProperty("files").GetArrayLength() + record.Int("gone");
                continue;
            }

            deleted += record.Int("deleted");
            counted += record.Int("deleted") + record.Int("gone");
            if (record.Int("deleted") + record.Int("gone")
                + record.GetProperty("kept").EnumerateObject().Count() != Settled(record))
                yield return $"{key} does not account for the shipped files of its receipt";
        }

        if (gone.Length > counted)
            yield return $"{gone.Length} files were deleted, and the records of cleanup account for {counted}";
        if (deleted > gone.Length && !swept.Deed.IsWrite)
            yield return $"{gone.Length} files were deleted, and the records of cleanup say {deleted}";
    }

    private static long Seen(JsonElement report) => report.GetProperty("found") is var found
        ? new[] { "files", "deferred", "ignored", "reserved", "unaddressable", "special", "unreadable" }.Sum(
            name => found.Int(name))
        : 0;

    private static bool IsBegun(string key) => key.Contains(".begun.", StringComparison.Ordinal);

    /// <summary>The batch and the number of a record.</summary>
    private static string Number(string key) => key[..key.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>Shipped files of the receipt that a record of cleanup names.</summary>
    private int Settled(JsonElement record)
    {
        if (_bucket.Get(record.Text("receipt")) is not { } receipt)
            return -1;
        var counts = Read(receipt).GetProperty("counts");
        return counts.Int("uploaded") + counts.Int("present");
    }

    private IEnumerable<KeyValuePair<string, JsonElement>> Records(string folder) => _bucket.Objects()
        .Where(stored => stored.Key.StartsWith($"{State}{folder}/", StringComparison.Ordinal))
        .Select(stored => KeyValuePair.Create(stored.Key[State.Length..], Read(stored)));

    private static JsonElement Read(StoredObject stored)
    {
        var bytes = stored.Body.ToArray();
        if (bytes is not [0x1f, 0x8b, ..])
            return Json.Of(bytes);
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return Json.Of(plain.ToArray());
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
