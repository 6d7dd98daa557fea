namespace Longshore.Cli;

/// <summary>Settings of a verb that does on a person's machine what pods do in a cluster.</summary>
internal static class LocalSettings
{
    /// <summary>Where the volume is unless <c>Volume__Root</c> says otherwise.</summary>
    public const string UsualRoot = "/data";

    /// <summary>As for a job: no request waits, so no deadline bounds a run but the person who watches it.</summary>
    private const string LongestDeadline = "PT24H";

    /// <summary>The settings that are given, and those that suit a machine where file and environment say nothing.</summary>
    /// <param name="given">They stand above file and environment.</param>
    /// <param name="found">All of these: given, environment and file.</param>
    public static (string Name, string Value)[] Complete(
        IReadOnlyCollection<(string Name, string Value)> given, IConfiguration found)
    {
        List<(string Name, string Value)> all = [.. given];
        string? Setting(string name) => found[name] is { Length: > 0 } value ? value : null;
        void Unless(string name, string value) => all.Add((name, Setting(name) ?? value));

        Unless("Host:Deadline", LongestDeadline);
        if (given.LastOrDefault(static each => each.Name == "S3:ServiceUrl").Value is { } endpoint)
        {
            // Stores other than AWS have their STS at the same address and rarely a host name for each bucket.
            Unless("S3:StsUrl", endpoint);
            Unless("S3:ForcePathStyle", "true");
        }

        Unless("Volume:Name", VolumeName.Of(Setting("Volume:Root") ?? UsualRoot,
            Setting("S3:ServiceUrl"), Setting("S3:Bucket"), Setting("S3:Prefix"), Setting("S3:KeyTemplate")));
        // The AWS SDK reads the environment itself.
        if (given.LastOrDefault(static each => each.Name == "AWS_REGION").Value is { } region)
            Environment.SetEnvironmentVariable("AWS_REGION", region);
        return [.. all];
    }
}
