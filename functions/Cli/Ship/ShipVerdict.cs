using System.Text.Json.Serialization;

namespace Longshore.Cli.Ship;

/// <summary>How a run ended. Zero is <em>not well</em>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShipVerdict>))]
internal enum ShipVerdict
{
    /// <summary>Something could not be shipped or deleted, or the counts do not add up.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed = 0,

    /// <summary>Nothing is left but what is too young, ignored by a rule, kept by a setting, or no file.</summary>
    [JsonStringEnumMemberName("shipped")]
    Shipped,

    /// <summary>Something is left for another reason: it changed, it is open, its name cannot be a key.</summary>
    [JsonStringEnumMemberName("left")]
    Left,

    /// <summary>A signal ended the run.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>A dry run; nothing was changed.</summary>
    [JsonStringEnumMemberName("dry-run")]
    DryRun,
}
