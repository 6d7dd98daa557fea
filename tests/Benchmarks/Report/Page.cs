namespace Longshore.Benchmarks.Report;

/// <summary>Writes the generated parts of docs/performance.md.</summary>
internal static class Page
{
    public static void Write(string root, Results results)
    {
    }
}
