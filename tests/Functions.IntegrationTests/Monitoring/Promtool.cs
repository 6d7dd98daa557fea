using System.Diagnostics;
using Longshore.IntegrationTests.S3Contract;

namespace Longshore.IntegrationTests.Monitoring;

/// <summary>Prometheus' own judge of rules and of what an endpoint says.</summary>
internal static class Promtool
{
    public const string WhyNot = "the alerting rules were not run: install promtool (Debian: apt-get install prometheus)";

    public static bool IsPresent => PathTool.Find("promtool") is not null;

    /// <returns>The exit code, and all that it wrote.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(string folder, string[] arguments, string input = "") =>
        PathTool.RunAsync(new ProcessStartInfo(PathTool.Find("promtool")!, arguments) { WorkingDirectory = folder }, input);
}
