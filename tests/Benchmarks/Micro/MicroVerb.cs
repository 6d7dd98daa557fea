using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Longshore.Benchmarks.Micro;

/// <summary>
/// <c>micro</c>: parts of the hot paths, under BenchmarkDotNet. They guide; what counts is measured by <c>bench</c>.
/// </summary>
internal static class MicroVerb
{
    public const string Help = """
        micro: BenchmarkDotNet on signing, hashing, listings and scan filters; its own options, such as --filter '*Signing*'.
        """;

    public static int Run(string[] words)
    {
        // In this process: a generated project could not see what is internal.
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine("artifacts", "micro"));
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroVerb).Assembly)
            .Run(words.Length == 0 ? ["--filter", "*"] : words, config);
        return summaries.Any(static summary => summary.HasCriticalValidationErrors
            || summary.Reports.Any(static report => !report.Success)) ? 1 : 0;
    }
}
