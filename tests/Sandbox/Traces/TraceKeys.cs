using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Longshore.Sandbox.Traces;

internal enum RecordKind
{
    None,
    Receipt,
    Begun,
    Outcome,
    Scan,
}

/// <summary>Reads keys and names as the documentation describes them, without the code that made them.</summary>
internal static partial class TraceKeys
{
    public const string State = "_longshore/";

    private const string Mark = ".longshore-restored-";

    /// <summary>A name so long may lack its end before the mark.</summary>
    private const int CutName = 250;

    /// <summary>Whether it is the key of a multipart upload's note. Longshore deletes no other objects.</summary>
    public static bool IsNote(string key) => key.StartsWith("_longshore/uploads/", StringComparison.Ordinal);

    /// <summary>Objects with which a store is tried out.</summary>
    public static bool IsProbe(string key) => Probe().IsMatch(key);

    /// <summary>Whether it may be the key of a note, of a dead letter or of a list of files.</summary>
    public static bool IsNoteLetterOrList(string key) => NoteLetterOrList().IsMatch(key);

    /// <summary>Whether it is the key of a list with these bytes, before they are compressed.</summary>
    public static bool IsListOf(string key, byte[] list) =>
        key == $"{State}batches/{Convert.ToHexStringLower(SHA256.HashData(list))}.json.gz";

    /// <summary>Whether it is the key of a bundle with these bytes.</summary>
    public static bool IsBundle(string key, string sha256) =>
        Bundle().Match(key) is { Success: true } match
            && sha256.StartsWith(match.Groups["digits"].Value, StringComparison.Ordinal);

    public static RecordKind KindOf(string key)
    {
        var match = Record().Match(key);
        return (match.Groups["folder"].Value, match.Groups["ending"].Value) switch
        {
            ("receipts", ".json.gz") => RecordKind.Receipt,
            ("cleanups", ".begun.json") => RecordKind.Begun,
            ("cleanups", ".json") => RecordKind.Outcome,
            _ => Scan().IsMatch(key) ? RecordKind.Scan : RecordKind.None,
        };
    }

    /// <summary>Batch and number of a receipt's or a cleanup's record.</summary>
    public static (string Batch, int Number) Parts(string key)
    {
        var match = Record().Match(key);
        return (match.Groups["batch"].Value, int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>The same record with another number.</summary>
    public static string WithNumber(string key, int number) =>
        Record().Replace(key, match => string.Create(CultureInfo.InvariantCulture,
            $"{State}{match.Groups["folder"].Value}/{match.Groups["batch"].Value}/{number}{match.Groups["ending"].Value}"));

    public static string OutcomeOf(string begun) => begun.Replace(".begun.json", ".json", StringComparison.Ordinal);

    public static string BegunOf(string outcome) => outcome.Replace(".json", ".begun.json", StringComparison.Ordinal);

    /// <summary>
    /// The file's own key, of an object with these bytes: without the checksum that the conflict policy KeepBoth puts between
    /// name and extension.
    /// </summary>
    public static string OwnKey(string key, string sha256) => Beside().Replace(key,
        match => sha256.StartsWith(match.Groups["digits"].Value, StringComparison.Ordinal)
            ? match.Groups["extension"].Value : match.Value);

    /// <summary>
    /// Whether a file that is found under a path may be the one of another path: it is the same, or it was put back beside its
    /// own name. That is in a folder above if its own is gone.
    /// </summary>
    public static bool MayBe(string found, string path)
    {
        if (found == path)
            return true;
        var (folder, name) = Split(found);
        var (ownFolder, ownName) = Split(path);
        return name.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var mark
            && (folder == ownFolder || folder.Length == 0 || ownFolder.StartsWith(folder + '/', StringComparison.Ordinal))
            && (name[..mark] == ownName
                || (Encoding.UTF8.GetByteCount(name) >= CutName && ownName.StartsWith(name[..mark], StringComparison.Ordinal)));
    }

    /// <summary>A path without the mark of a file that was put back beside its own name.</summary>
    public static string WithoutMark(string path) => Restored().Replace(path, "");

    private static (string Folder, string Name) Split(string path) => path.LastIndexOf('/') is >= 0 and var slash
        ? (path[..slash], path[(slash + 1)..]) : ("", path);

    [GeneratedRegex(@"^_longshore/(?<folder>receipts|cleanups)/(?<batch>[0-9a-f]{32})/(?<number>[1-9][0-9]{0,8})"
        + @"(?<ending>\.json\.gz|\.begun\.json|\.json)\z")]
    private static partial Regex Record();

    [GeneratedRegex(@"^_longshore/scans/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9]{6}-[0-9a-f]{16}\.json\z")]
    private static partial Regex Scan();

    [GeneratedRegex(@"^_longshore/(probe/|(scans|receipts|cleanups)/permission\z)")]
    private static partial Regex Probe();

    [GeneratedRegex(@"^_longshore/((uploads|deadletters/[0-9]{4}/[0-9]{2}/[0-9]{2})/[0-9a-f]{64}\.json|"
        + @"batches/[0-9a-f]{64}\.json\.gz)\z")]
    private static partial Regex NoteLetterOrList();

    [GeneratedRegex(@"^(in/)?bundles/([0-9]{4}/[0-9]{2}/[0-9]{2}|undated)/[0-9a-f]{32}-(?<digits>[0-9a-f]{16})\.tar\z")]
    private static partial Regex Bundle();

    [GeneratedRegex(@"\.(?<digits>[0-9a-f]{16})(?<extension>(\.[^./]*)?)\z")]
    private static partial Regex Beside();

    [GeneratedRegex(@"\.longshore-restored-\d+")]
    private static partial Regex Restored();
}
