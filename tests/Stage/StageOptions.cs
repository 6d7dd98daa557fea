using Microsoft.Extensions.DependencyInjection;

namespace Longshore.Stage;

/// <summary>How a <see cref="Cluster"/> differs from the ordinary.</summary>
internal sealed record StageOptions
{
    /// <summary>Files smaller than this go whole, larger ones in parts of it.</summary>
    public const int PartBytes = 32 << 10;

    /// <summary>
    /// How long a file must really have been left alone, with the default clock and the least <c>minAge</c> of 2 s.
    /// </summary>
    public static readonly TimeSpan LeftAlone = TimeSpan.FromMilliseconds(60);

    /// <summary>
    /// The clock of the functions is an hour ahead and goes as fast as the real one: files written just now are ready. The sizes
    /// of parts are the product's own.
    /// </summary>
    public static StageOptions HourAhead { get; } = new() { Ahead = TimeSpan.FromHours(1), Speed = 1, SmallParts = false };

    /// <summary>Whether files of <see cref="PartBytes"/> and more go in parts.</summary>
    public bool SmallParts { get; init; } = true;

    /// <summary>Room for the files in an event, in bytes; null is the product's own.</summary>
    public int? EventBytes { get; init; }

    /// <summary>Whether the broker answers publishers at once, as Kafka's does.</summary>
    public bool AnswerAtOnce { get; init; }

    /// <summary>Settings of all functions, as <c>Section:Name</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public TimeSpan Ahead { get; init; } = TimeSpan.FromSeconds(2) - LeftAlone;

    /// <summary>How many times faster the functions wait.</summary>
    public double Speed { get; init; } = 100;

    public bool Versioned { get; init; }

    /// <summary>
    /// The clock of S3 and STS. If null, they use the system's, and <see cref="Cluster.MoveOn"/> changes the age of objects.
    /// </summary>
    public TimeProvider? StoreTime { get; init; }

    /// <summary>Changes the services of a function, given its short name, after the product's own.</summary>
    public Action<string, IServiceCollection>? Services { get; init; }

    /// <summary>
    /// The volume lies in memory (tmpfs) where the machine has room for it, and not on the disk of temporary files.
    /// </summary>
    public bool InMemory { get; init; }

    /// <summary>Functions that are not hosted in this process.</summary>
    public IReadOnlyCollection<string> Elsewhere { get; init; } = [];

    /// <summary>Takes the log lines of the functions.</summary>
    public Action<string>? Log { get; init; }
}
