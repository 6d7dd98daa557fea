using System.Diagnostics;
using Longshore.Sandbox.Demo;

namespace Longshore.FaultTests.Sabotage;

/// <summary>Builds the functions with one defect in them, beside a copy of this suite.</summary>
internal sealed class SabotageBuild(Sabotage sabotage, string folder)
{
    private static readonly string Targets = Path.Combine(
        Repository.Root, "tests/Functions.FaultTests/Sabotage/Sabotage.targets");

    /// <summary>The folder that holds the suite with the defect.</summary>
    public string Suite => Path.Combine(folder, "suite");

    public async Task MakeAsync()
    {
        var source = SabotagedSource.Of(sabotage);
        var copy = Path.Combine(folder, Path.GetFileName(source.File));
        var objects = Path.Combine(folder, "obj") + "/";
        Copy(AppContext.BaseDirectory, Suite);
        await File.WriteAllTextAsync(copy, source.Text);
        var (status, text) = await RunAsync("dotnet", Repository.Root, [],
            "build", source.Project, "-c", "Release", "--no-restore", "--no-dependencies", "-v", "quiet", "-nologo", "-t:Compile",
            "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", $"-p:CustomBeforeMicrosoftCommonTargets={Targets}",
            $"-p:SabotagedProject={source.Project}", $"-p:SabotagedObjects={objects}",
            $"-p:SabotagedFile={Path.GetRelativePath(Path.GetDirectoryName(source.Project)!, source.File)}",
            $"-p:SabotagedCopy={copy}");
        if (status != 0)
            throw new InvalidOperationException($"The sabotage {sabotage.Name} does not compile:\n{text}");
        var assembly = $"{sabotage.Change.Scope.Type.Assembly.GetName().Name}.dll";
        File.Copy(Path.Combine(objects, assembly), Path.Combine(Suite, assembly), overwrite: true);
    }

    /// <summary>Runs a program to its end and returns its status with all that it wrote.</summary>
    public static async Task<(int Status, string Text)> RunAsync(
        string program, string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program,
            arguments)
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
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
