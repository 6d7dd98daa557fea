using System.Diagnostics;
using Longshore.Sandbox.Demo;

namespace Longshore.FaultTests.Sabotage;

/// <summary>Builds the functions with one defect in them, beside a copy of this suite.</summary>
internal sealed class SabotageBuild(Sabotage sabotage, string folder)
{
    private static readonly string Functions = Path.Combine(Repository.Root, "functions");

    /// <summary>The folder that holds the suite with the defect.</summary>
    public string Suite => Path.Combine(folder, "suite");

    /// <summary>The source as it is, and as it is sabotaged.</summary>
    /// <exception cref="InvalidOperationException">The text to be replaced is not there exactly once: the list is out of date.</exception>
    public static string Sabotaged(Sabotage sabotage)
    {
        var source = File.ReadAllText(Path.Combine(Functions, sabotage.File));
        return source.Split(sabotage.Find).Length == 2
            ? source.Replace(sabotage.Find, sabotage.Replace, StringComparison.Ordinal)
            : throw new InvalidOperationException($"The sabotage {sabotage.Name} does not fit {sabotage.File} any more.");
    }

    public async Task MakeAsync()
    {
        Copy(AppContext.BaseDirectory, Suite);
        var copy = Path.Combine(folder, Path.GetFileName(sabotage.File));
        await File.WriteAllTextAsync(copy, Sabotaged(sabotage));
        var (status, text) = await RunAsync("dotnet", Repository.Root, [],
            "build", "functions/App/App.csproj", "-c", "Release", "--no-restore", "--no-dependencies", "-v", "quiet", "-nologo", "-t:Compile",
            $"-p:IntermediateOutputPath={folder}/obj/", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false",
            $"-p:CustomAfterMicrosoftCommonTargets={Path.Combine(Repository.Root, "tests/Functions.FaultTests/Sabotage/Sabotage.targets")}",
            $"-p:SabotagedFile={sabotage.File}", $"-p:SabotagedCopy={copy}");
        if (status != 0)
            throw new InvalidOperationException($"The sabotage {sabotage.Name} does not compile:\n{text}");
        File.Copy(Path.Combine(folder, "obj", "longshore.dll"), Path.Combine(Suite, "longshore.dll"), overwrite: true);
    }

    /// <summary>Runs a program to its end and returns its status with all that it wrote.</summary>
    public static async Task<(int Status, string Text)> RunAsync(string program, string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        foreach (var child in Directory.EnumerateDirectories(from))
            Copy(child, Path.Combine(to, Path.GetFileName(child)));
    }
}
