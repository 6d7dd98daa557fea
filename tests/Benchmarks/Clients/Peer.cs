using Longshore.Benchmarks.Processes;

namespace Longshore.Benchmarks.Clients;

/// <summary>What a client is asked to do; each has flags of its own for it.</summary>
internal enum Errand
{
    /// <summary>Small files to an empty bucket.</summary>
    Cold = 0,

    /// <summary>The same once more: nothing is to be sent.</summary>
    Again,

    /// <summary>Files of 100 MB and more to an empty bucket.</summary>
    Large,
}

/// <summary>Another program that ships files to S3; the bucket of its files has its name.</summary>
/// <param name="Name">As on PATH.</param>
/// <param name="Program">Its file.</param>
/// <param name="VersionArguments">What makes it say its version.</param>
/// <param name="Flags">Of an errand, with the address of the sink.</param>
internal sealed record Peer(string Name, string Program, string[] VersionArguments, Func<Errand, string, string[]> Flags)
{
    /// <summary>Stands for the folder in flags.</summary>
    public const string Folder = "FOLDER";

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<Usage> RunAsync(Errand errand, SinkProcess sink, string folder, string logs)
    {
        var log = Path.Combine(logs, $"{Name}.log");
        var arguments = Flags(errand, sink.Endpoint.ToString().TrimEnd('/'))
            .Select(flag => flag.Replace(Folder, folder, StringComparison.Ordinal));
        var usage = await Child.Start(Program, arguments, Keys(), log).Ended;
        return usage.ExitCode == 0
            ? usage : throw new InvalidOperationException($"{Name} ended with exit code {usage.ExitCode}; see {log}.");
    }

    /// <summary>The first line that it says of its version.</summary>
    public async Task<string> VersionAsync(string logs)
    {
        var log = Path.Combine(logs, $"{Name}-version.log");
        await Child.Start(Program, VersionArguments, Keys(), log).Ended;
        return (await File.ReadAllLinesAsync(log)).FirstOrDefault() ?? "unknown";
    }

    private static Dictionary<string, string> Keys()
    {
        var environment = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "AKIABENCH00000000000",
            ["AWS_SECRET_ACCESS_KEY"] = "bench-secret-not-real",
            ["AWS_REGION"] = "us-east-1",
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_CONFIG_FILE"] = "/dev/null",
            ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
            ["RCLONE_CONFIG"] = "/dev/null",
        };
        foreach (var name in new[] { "PATH", "HOME", "PYENV_ROOT", "PYENV_VERSION" })
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
                environment[name] = value;
        }

        return environment;
    }
}
