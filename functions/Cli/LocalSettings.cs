using Longshore.Model.Jobs;

namespace Longshore.Cli;

/// <summary>The settings of a verb that does the work of pods on a person's machine.</summary>
internal static class LocalSettings
{
    /// <summary>Adds defaults that suit a machine to the given settings, where file and environment have no value.</summary>
    /// <param name="given">They override file and environment.</param>
    /// <param name="found">The given settings over environment and file.</param>
    public static (string Name, string Value)[] Complete(
        IReadOnlyCollection<(string Name, string Value)> given, IConfiguration found)
    {
        List<(string Name, string Value)> all = [.. given];
        string? Setting(string name) => found[name] is { Length: > 0 } value ? value : null;
        void Unless(string name, string value) => all.Add((name, Setting(name) ?? value));

        // No request waits for a run.
        Unless("Host:Deadline", JobHost.LongestDeadline);
        if (given.LastOrDefault(static each => each.Name == "S3:ServiceUrl").Value is { } endpoint)
        {
            // A store other than AWS has its STS at the same address, and rarely a host name for each bucket.
            Unless("S3:StsUrl", endpoint);
            Unless("S3:ForcePathStyle", "true");
        }

        Unless("Volume:Name", VolumeName.Of(Setting("Volume:Root") ?? new VolumeOptions().Root,
            Setting("S3:ServiceUrl"), Setting("S3:Bucket"), Setting("S3:Prefix"), Setting("S3:KeyTemplate")));
        // The AWS SDK reads the environment itself.
        if (given.LastOrDefault(static each => each.Name == "AWS_REGION").Value is { } region)
            Environment.SetEnvironmentVariable("AWS_REGION", region);
        return [.. all];
    }
}
