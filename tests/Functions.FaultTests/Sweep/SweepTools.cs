using System.Diagnostics;
using System.Runtime.InteropServices;
using Longshore.Sandbox.Demo;

namespace Longshore.FaultTests.Sweep;

/// <summary>The programs of <c>tests/Sweep</c>, compiled when they are needed.</summary>
internal static class SweepTools
{
    private static readonly Lazy<(string? Path, string Problem)> BuiltSweep = new(() => Build("sweep"));
    private static readonly Lazy<(string? Path, string Problem)> BuiltWriter = new(() => Build("writer"));

    /// <summary>Null where it cannot be had; then there is a problem to tell.</summary>
    public static string? Sweep => BuiltSweep.Value.Path;

    public static string? Writer => BuiltWriter.Value.Path;

    /// <summary>Why there is none of the two, or no use of it; empty if all is well.</summary>
    public static string Problem => BuiltSweep.Value.Problem is { Length: > 0 } problem ? problem
        : BuiltWriter.Value.Problem is { Length: > 0 } other ? other : Tracing.Value;

    /// <summary>What is built beside the tests, or the published binary that <c>LONGSHORE_PROGRAM</c> names.</summary>
    public static string Program => IsPublished
        ? Environment.GetEnvironmentVariable("LONGSHORE_PROGRAM")! : Path.Combine(AppContext.BaseDirectory, "longshore");

    /// <summary>It is one file, and starts in a tenth of the time.</summary>
    public static bool IsPublished => Environment.GetEnvironmentVariable("LONGSHORE_PROGRAM") is { Length: > 0 };

    private static Lazy<string> Tracing { get; } = new(() =>
    {
        var report = Path.GetTempFileName();
        var (status, _) = Run(Sweep!, "--root", "/", "--report", report, "--", "true");
        File.Delete(report);
        return status == 0 ? "" : "the sweep needs ptrace and seccomp, and they are forbidden here";
    });

    public static (int Status, string Text) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + output.Result);
    }

    private static (string? Path, string Problem) Build(string name)
    {
        if (RuntimeInformation.OSArchitecture != Architecture.X64)
            return (null, "the sweep's tracer knows only x86-64");
        var compiler = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, "cc"), Path.Combine(folder, "gcc"),
                Path.Combine(folder, "clang") }).FirstOrDefault(File.Exists);
        if (compiler is null)
            return (null, "the sweep needs a C compiler, and cc, gcc and clang are not on PATH");
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "sweep")).FullName;
        var program = Path.Combine(folder, name);
        // Another run may be using the one that is there.
        var (status, text) = Run(compiler, "-O2", "-Wall", "-Wextra", "-Werror", "-o", $"{program}.new",
            Path.Combine(Repository.Root, "tests", "Sweep", $"{name}.c"));
        if (status != 0)
            throw new InvalidOperationException($"tests/Sweep/{name}.c does not compile:\n{text}");
        File.Move($"{program}.new", program, overwrite: true);
        return (program, "");
    }
}
