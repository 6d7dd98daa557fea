using System.Text.Json.Serialization;

namespace Longshore.Sandbox.S3.Faults;

/// <summary>A fault and the requests that it strikes. All filters that are set must agree.</summary>
internal sealed record Fault
{
    [JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
    public required FaultKind Kind { get; init; }

    /// <summary>An operation's name such as <c>PutObject</c> or <c>AssumeRole</c>; null strikes all.</summary>
    public string? Operation { get; init; }

    public string? Bucket { get; init; }

    /// <summary>Only keys that start with it; null strikes requests without a key as well.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>The share of matching requests that is struck, above 0, at most 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>After so many strikes it is spent; null is never.</summary>
    public int? Count { get; init; }

    /// <summary>So many matching requests pass first.</summary>
    public int Skip { get; init; }

    /// <summary>Of <see cref="FaultKind.Latency"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Of the cutting kinds.</summary>
    public long AfterBytes { get; init; }

    /// <summary>The same seed strikes the same requests, by their order.</summary>
    public int Seed { get; init; } = 1;
}
