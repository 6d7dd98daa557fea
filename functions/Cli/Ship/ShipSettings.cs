using Microsoft.Extensions.Configuration.Memory;

namespace Longshore.Cli.Ship;

/// <summary>Turns the options into settings, above and beneath those of file and environment.</summary>
internal static class ShipSettings
{
    /// <summary>As for a job: no request waits, so no deadline bounds a run but the person who watches it.</summary>
    private const string LongestDeadline = "PT24H";

    /// <summary>Puts the options above every other source, and what suits a run beneath.</summary>
    /// <exception cref="UsageException">The directory or the bucket is not named at all.</exception>
    public static void Apply(ConfigurationManager configuration, ShipOptions options)
    {
        var above = options.Given.ToDictionary(each => each.Key, each => (string?)each.Value);
        above["FUNCTIONS"] = options.Keeps ? "schedule,sync" : "schedule,sync,cleanup";
        if (options.Directory is { } directory)
            above["Volume:Root"] = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        else if (string.IsNullOrEmpty(configuration["Volume:Root"]))
            throw new UsageException("The directory is missing; name it as argument or in Volume__Root.");
        if (!above.ContainsKey("S3:Bucket") && string.IsNullOrEmpty(configuration["S3:Bucket"]))
            throw new UsageException("--bucket is missing; name the bucket there or in S3__Bucket.");

        string? Setting(string name) => above.GetValueOrDefault(name) ?? configuration[name];
        if (string.IsNullOrEmpty(configuration["Volume:Name"]))
            above["Volume:Name"] = ShipVolume.NameOf(Setting("Volume:Root")!, Setting("S3:ServiceUrl"), Setting("S3:Bucket"),
                Setting("S3:Prefix"), Setting("S3:KeyTemplate"));

        var beneath = new Dictionary<string, string?> { ["Host:Deadline"] = LongestDeadline };
        if (above.TryGetValue("S3:ServiceUrl", out var endpoint))
        {
            // Stores other than AWS have their STS at the same address and rarely a host name for each bucket.
            beneath["S3:StsUrl"] = endpoint;
            beneath["S3:ForcePathStyle"] = "true";
        }

        configuration.AddInMemoryCollection(above);
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = beneath });
        // The AWS SDK reads the environment itself.
        if (above.GetValueOrDefault("AWS_REGION") is { } region)
            Environment.SetEnvironmentVariable("AWS_REGION", region);
    }

    /// <summary>A sentence about a setting, with the option that stands for it.</summary>
    public static string WithOption(string message)
    {
        var setting = message.Split(' ', 2)[0];
        return ShipOptions.OptionOf(setting) is { } option ? $"{option} ({setting}){message[setting.Length..]}" : message;
    }
}
