namespace Longshore.Cli.Ship;

/// <summary>What <c>longshore ship</c> was asked for.</summary>
internal sealed record ShipOptions
{
    /// <summary>Say what would be done and change nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Ship, and delete nothing.</summary>
    public bool Keeps { get; init; }

    public bool IsJson { get; init; }

    /// <summary>Settings that stand above file and environment.</summary>
    public required (string Name, string Value)[] Given { get; init; }

    /// <summary>The functions of a cluster whose work a run does. Their names choose the name of the role's session.</summary>
    public string Functions => Keeps ? "schedule,sync" : "schedule,sync,cleanup";

    /// <summary>All settings of a run that stand above file and environment.</summary>
    /// <param name="found">The settings that are given, over environment and file.</param>
    /// <exception cref="UsageException">The directory or the bucket is not named at all.</exception>
    public (string Name, string Value)[] Settings(IConfiguration found)
    {
        if (string.IsNullOrEmpty(found["Volume:Root"]))
            throw new UsageException("The directory is missing; name it as argument or in Volume__Root.");
        if (string.IsNullOrEmpty(found["S3:Bucket"]))
            throw new UsageException("--bucket is missing; name the bucket there or in S3__Bucket.");
        return [.. LocalSettings.Complete(Given, found), ("FUNCTIONS", Functions)];
    }
}
