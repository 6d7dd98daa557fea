namespace Longshore.Sandbox.Demo;

/// <summary>Files of <c>NAME=value</c> lines that a shell can read with <c>set -a; . file</c>.</summary>
internal static class EnvironmentFile
{
    public static Task WriteAsync(
        string file, IEnumerable<KeyValuePair<string, string>> variables, CancellationToken cancellation) =>
        File.WriteAllLinesAsync(file,
            variables.Select(static pair => $"{pair.Key}='{pair.Value.Replace("'", "'\\''", StringComparison.Ordinal)}'"),
            cancellation);
}
