using System.Globalization;
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

    /// <summary>Notes of multipart uploads: the only objects that Longshore replaces and deletes.</summary>
    public const string Uploads = "_longshore/uploads/";

    /// <summary>Objects with which a store is tried out.</summary>
    public static bool IsProbe(string key) => key.StartsWith("_longshore/probe/", StringComparison.Ordinal)
        || (key.StartsWith(State, StringComparison.Ordinal) && key.Contains("/permission", StringComparison.Ordinal));

    public static RecordKind KindOf(string key) => Record().Match(key) is not { Success: true } match
        ? key.StartsWith("_longshore/scans/", StringComparison.Ordinal) ? RecordKind.Scan : RecordKind.None
        : match.Groups["ending"].Value switch
        {
            ".json.gz" => RecordKind.Receipt,
            ".begun.json" => RecordKind.Begun,
            _ => RecordKind.Outcome,
        };

    /// <summary>Batch and number of a receipt's or a cleanup's record.</summary>
    public static (string Batch, int Number) Parts(string key)
    {
        var match = Record().Match(key);
        return (match.Groups["batch"].Value, int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>The same record with another number.</summary>
    public static string WithNumber(string key, int number) =>
        Record().Replace(key, match => string.Create(CultureInfo.InvariantCulture,
            $"{match.Groups["folder"].Value}{match.Groups["batch"].Value}/{number}{match.Groups["ending"].Value}"));

    public static string OutcomeOf(string begun) => begun.Replace(".begun.json", ".json", StringComparison.Ordinal);

    public static string BegunOf(string outcome) => outcome.Replace(".json", ".begun.json", StringComparison.Ordinal);

    /// <summary>Whether an object's key is the path, or the path with a checksum between name and extension.</summary>
    public static bool IsKeyOf(string key, string path) => key == path || Beside().Replace(key, "$1") == path;

    /// <summary>A path without the mark of a file that was put back beside its own name.</summary>
    public static string WithoutMark(string path) => Restored().Replace(path, "");

    [GeneratedRegex(@"^(?<folder>_longshore/(receipts|cleanups)/)(?<batch>[0-9a-f]{32})/(?<number>\d+)"
        + @"(?<ending>\.json\.gz|\.begun\.json|\.json)$")]
    private static partial Regex Record();

    /// <summary>As the conflict policy KeepBoth puts it there.</summary>
    [GeneratedRegex(@"\.[0-9a-f]{16}(\.[^./]*)?$")]
    private static partial Regex Beside();

    [GeneratedRegex(@"\.longshore-restored-\d+")]
    private static partial Regex Restored();
}
