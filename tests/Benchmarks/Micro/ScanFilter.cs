using BenchmarkDotNet.Attributes;
using Longshore.Volumes;

namespace Longshore.Benchmarks.Micro;

/// <summary>What a scan asks of each path: the built-in ignore list.</summary>
public class ScanFilter
{
    private readonly GlobSet _builtIn = IgnoreRules.Of("");

    [Benchmark]
    public bool Ignore() => _builtIn.IsMatch("2026-11-24T13/cam-00001.jpg");
}
