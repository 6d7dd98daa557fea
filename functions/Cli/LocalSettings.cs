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
        List<(string Name, string Value)> all = [.. OfStore(given, found)];
        string? Setting(string name) => found[name] is { Length: > 0 } value ? value : null;
        void Unless(string name, string value) => all.Add((name, Setting(name) ?? value));

        // No request waits for a run.
        Unless("Host:Deadline", JobHost.LongestDeadline);
        Unless("Volume:Name", VolumeName.Of(Setting("Volume:Root") ?? new VolumeOptions().Root,
            StoreSetup.AddressOf(found), Setting("S3:Bucket"), Setting("S3:Prefix"), Setting("S3:KeyTemplate")));
        return [.. all];
    }

    /// <summary>The given settings, and those that an option for the store implies.</summary>
    /// <param name="found">The given settings over environment and file; null reads them.</param>
    public static (string Name, string Value)[] OfStore(
        IReadOnlyCollection<(string Name, string Value)> given, IConfiguration? found = null)
    {
        // The AWS SDK reads the environment itself.
        if (given.LastOrDefault(static each => each.Name == "AWS_REGION").Value is { } region)
            Environment.SetEnvironmentVariable("AWS_REGION", region);
        if (given.LastOrDefault(static each => each.Name == "S3:ServiceUrl").Value is not { } endpoint)
            return [.. given];
        found ??= VerbServices.Read([.. given]);
        // A store other than AWS has its STS at the same address, and rarely a host name for each bucket.
        return
        [
            .. given,
            ("S3:StsUrl", found["S3:StsUrl"] is { Length: > 0 } sts ? sts : endpoint),
            ("S3:ForcePathStyle", found["S3:ForcePathStyle"] is { Length: > 0 } style ? style : "true"),
        ];
    }
}
