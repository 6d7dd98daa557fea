using System.Text.Json.Serialization;

namespace Longshore.Cli.Doctor;

/// <summary>The result of a check. Zero is <em>failed</em>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckState>))]
internal enum CheckState
{
    [JsonStringEnumMemberName("failed")]
    Failed = 0,

    /// <summary>It works, but a person should know something; or it could not be checked.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("ok")]
    Ok,
}

/// <param name="Name">The checked part, in a word.</param>
/// <param name="Says">The finding, and the remedy if it is not well.</param>
internal sealed record DoctorCheck(string Name, CheckState State, string Says)
{
    public static DoctorCheck Ok(string name, string says) => new(name, CheckState.Ok, says);

    public static DoctorCheck Warning(string name, string says) => new(name, CheckState.Warning, says);

    public static DoctorCheck Failed(string name, string says) => new(name, CheckState.Failed, says);
}

internal sealed record DoctorReport(IReadOnlyList<DoctorCheck> Checks)
{
    public string Schema { get; } = "longshore.doctor/1";

    public string Version { get; } = TelemetryNames.Version;

    public int Failed => Checks.Count(static check => check.State == CheckState.Failed);

    public int Warnings => Checks.Count(static check => check.State == CheckState.Warning);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;
