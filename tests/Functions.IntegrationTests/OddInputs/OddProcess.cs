using System.Diagnostics;
using Longshore.Cli.Ship;

namespace Longshore.IntegrationTests.OddInputs;

/// <summary>Runs a verb of <c>longshore</c>, or <c>longshore-functions</c> as a server or a job, with an odd input.</summary>
/// <param name="usual">The settings with which every verb works.</param>
/// <param name="folder">An empty one, for copies of programs.</param>
internal sealed class OddProcess(IReadOnlyDictionary<string, string> usual, string folder)
{
    public static readonly string[] Verbs = [Ship, "status", "replay", "capacity", "doctor", Server, "job"];
    private const string Ship = "ship";
    private const string Server = "server";

    /// <summary>A server that starts in spite of the input is stopped then.</summary>
    private static readonly TimeSpan Serves = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    /// <summary>Whether both programs are published ones, which start in a fraction of the time.</summary>
    public static bool IsPublished => Published("LONGSHORE_PROGRAM") is not null && Published("LONGSHORE_FUNCTIONS") is not null;

    /// <returns>What is wrong with the end of the process; null if nothing is.</returns>
    public async Task<string?> RunAsync(OddInput input, string verb)
    {
        using var store = input.Answer is { } answer ? new OddStore(answer) : null;
        using var process = Process.Start(Start(input, verb, store?.Address))!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var isStopped = !await EndsAsync(process, verb == Server ? Serves : Longest);
        if (isStopped)
        {
            using var kill = Process.Start("kill", [$"{process.Id}"]);
            if (!await EndsAsync(process, Longest))
            {
                process.Kill(entireProcessTree: true);
                return "it does not end";
            }
        }

        var said = await output + await errors;
        return process.ExitCode switch
        {
            // A log names the stack of a defect within one line of JSON.
            _ when said.Contains("\n   at ", StringComparison.Ordinal) || said.Contains("Unhandled", StringComparison.Ordinal) =>
                $"a stack trace: {said}",
            > 128 and not (129 or 130 or 143) and var exit => $"exit {exit}: {said}",
            143 when !isStopped => $"exit 143 without a signal: {said}",
            not 0 and var exit when input.IsHeard && said.Length == 0 => $"exit {exit} without a word",
            _ when isStopped && verb != Server => "it hangs",
            _ => null,
        };
    }

    private static async Task<bool> EndsAsync(Process process, TimeSpan within)
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(within)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.HasExited;
    }

    private ProcessStartInfo Start(OddInput input, string verb, string? store)
    {
        var isFunctions = verb is Server or "job";
        string[] program = isFunctions
            ? Program("LONGSHORE_FUNCTIONS", typeof(LongshoreApp).Assembly.Location, input.SettingsFile)
            : Program("LONGSHORE_PROGRAM", typeof(ShipVerb).Assembly.Location, input.SettingsFile);
        string[] words = [.. program, .. Words(verb), .. input.Arguments];
        var line = string.Join(' ', words.Select(static word => word.StartsWith("$'", StringComparison.Ordinal)
            ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        var script = $"{input.Before}\nexec env --default-signal=INT,HUP,TERM {line} {input.Redirection}";
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(static name => name is not ("PATH" or "DOTNET_ROOT")).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in usual)
            start.Environment[name] = value;
        if (store is not null)
            start.Environment["S3__ServiceUrl"] = start.Environment["S3__StsUrl"] = store;
        foreach (var (name, value) in input.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        return start;
    }

    private static string[] Words(string verb) => verb switch
    {
        Server => [],
        "capacity" => ["capacity", "--receipts"],
        "replay" => ["replay", "--list"],
        Ship => ["ship", "--min-age", "2s", "--keep"],
        _ => [verb],
    };

    private static string? Published(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? path : null;

    /// <summary>The published program, or else what was built beside the tests. With a settings file it is a copy.</summary>
    private string[] Program(string variable, string built, string? settings)
    {
        var path = Published(variable) ?? built;
        if (settings is not null)
            path = Copy(path, settings);
        return Published(variable) is null ? ["dotnet", "exec", path] : [path];
    }

    private string Copy(string program, string settings)
    {
        var copy = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("n"))).FullName;
        var name = Path.GetFileNameWithoutExtension(program);
        // The runtime looks for the file where the program really is, so only its libraries may be links.
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(program)!))
        {
            var target = Path.Combine(copy, Path.GetFileName(file));
            if (file == program || Path.GetFileName(file).StartsWith(name + ".", StringComparison.Ordinal))
                File.Copy(file, target);
            else
                File.CreateSymbolicLink(target, file);
        }

        File.WriteAllText(Path.Combine(copy, "appsettings.json"), settings);
        return Path.Combine(copy, Path.GetFileName(program));
    }
}
