namespace Longshore.Cli.Ship;

/// <summary>What <c>longshore ship</c> was asked for.</summary>
internal sealed record ShipOptions
{
    /// <summary>The directory, as given; null if <c>Volume__Root</c> names it.</summary>
    public string? Directory { get; init; }

    /// <summary>Say what would be done and change nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Ship, and delete nothing.</summary>
    public bool Keeps { get; init; }

    public bool IsJson { get; init; }

    /// <summary>Values of options by the name of their setting.</summary>
    public required IReadOnlyDictionary<string, string> Given { get; init; }

    /// <summary>
    /// The option that stands for a setting as messages write it, such as <c>S3__Bucket</c>; null if none does.
    /// </summary>
    public static string? OptionOf(string setting) =>
        ShipArguments.Settings.FirstOrDefault(each =>
            each.Setting.Replace(":", "__", StringComparison.Ordinal) == setting).Option;
}
