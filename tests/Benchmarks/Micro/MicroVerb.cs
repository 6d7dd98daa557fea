using BenchmarkDotNet.Running;

namespace Longshore.Benchmarks.Micro;

/// <summary><c>micro</c>: parts of the hot paths, under BenchmarkDotNet. They guide; what counts is measured by <c>bench</c>.</summary>
internal static class MicroVerb
{
    public const string Help = """
        micro: BenchmarkDotNet on signing, hashing, receipts and scan filters; its own options, such as --filter '*Signing*' and --job short.
        """;

    public static int Run(string[] words)
    {
        BenchmarkSwitcher.FromAssembly(typeof(MicroVerb).Assembly).Run(words.Length == 0 ? ["--filter", "*"] : words);
        return 0;
    }
}
