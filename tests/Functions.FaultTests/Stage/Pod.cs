using System.Globalization;
using Longshore.Sandbox.Demo;
using Longshore.Stage;

namespace Longshore.FaultTests.Stage;

/// <summary>A function of a cluster in a process of its own.</summary>
internal static class Pod
{
    /// <summary>
    /// What was built beside the tests, or the published binary that <c>LONGSHORE_FUNCTIONS</c> names (<c>make soak</c>).
    /// </summary>
    private static string Program => Environment.GetEnvironmentVariable("LONGSHORE_FUNCTIONS") is { Length: > 0 } published
        ? published
        : Path.Combine(AppContext.BaseDirectory, "longshore-functions");

    /// <param name="number">Tells the logs of several apart.</param>
    public static FunctionProcess Of(Cluster cluster, string function, int number = 1)
    {
        var environment = cluster.SettingsOf(function)
            .ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value ?? "");
        environment["PORT"] = FreePorts.Take(1)[0].ToString(CultureInfo.InvariantCulture);
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION" })
            environment[name] = Environment.GetEnvironmentVariable(name)!;
        // It lives for seconds: nothing is won by profiling it.
        environment["DOTNET_TieredPGO"] = "0";
        environment["AWS_EC2_METADATA_DISABLED"] = "true";
        return new FunctionProcess(function, Program, environment, Path.Combine(cluster.Logs, $"{function}-{number}.log"));
    }
}
