namespace Longshore.IntegrationTests.Flow;

/// <summary>How a <see cref="Rig"/> differs from the ordinary.</summary>
internal sealed record RigOptions
{
    /// <summary>Settings of all functions, as <c>Section:Name</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>How far the functions' clock is ahead: files written just now are an hour old to them, and ready.</summary>
    public TimeSpan Ahead { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether the bucket keeps every version.</summary>
    public bool Versioned { get; init; }

    /// <summary>Whether the broker answers publishers at once, as Kafka's does.</summary>
    public bool AnswerAtOnce { get; init; }
}
