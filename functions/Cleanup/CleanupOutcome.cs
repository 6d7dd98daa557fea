using System.Text.Json;
using System.Text.Json.Serialization;

namespace Longshore.Cleanup;

/// <summary>The lasting account of one cleanup, kept as <c>cleanups/{batch}/{attempt}.json</c>.</summary>
internal sealed record CleanupOutcome
{
    public const string CurrentSchema = "longshore.cleanup/1";

    public required string Schema { get; init; }

    public required string Batch { get; init; }

    /// <summary><c>Volume:Name</c>; absent in records of old.</summary>
    public string? VolumeName { get; init; }

    /// <summary>Key of the receipt that was followed.</summary>
    public required string Receipt { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public required bool DryRun { get; init; }

    public required int Deleted { get; init; }

    public required long BytesFreed { get; init; }

    /// <summary>Not on the volume any more.</summary>
    public required int Gone { get; init; }

    /// <summary>Kept files by path, with the reason.</summary>
    public required SortedDictionary<string, string> Kept { get; init; }

    /// <summary>Empty directories removed.</summary>
    public int DirectoriesRemoved { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CleanupOutcome))]
internal sealed partial class CleanupJson : JsonSerializerContext;
