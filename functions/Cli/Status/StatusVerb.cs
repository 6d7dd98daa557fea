using System.Text.Json;
using Longshore.Core.Capacity.Prices;
using Longshore.Core.Layout;
using Longshore.Core.Status;
using Longshore.Core.Status.Report;

namespace Longshore.Cli.Status;

/// <summary><c>longshore status</c>.</summary>
internal static class StatusVerb
{
    /// <summary>The report was made, and something in it needs attention.</summary>
    public const int Attention = 3;

    private const string Help = """

        longshore status [--html FILE] [--json] [OPTIONS]

        Says what the records in S3__Bucket tell: the last runs and whether their counts balance, throughput,
        the volume's forecast, files that were not shipped, dead letters with the command that sends each
        back, and this month's cost. It changes nothing and needs no pod.

          --html FILE     the page of GET /status, in one file
          --json          the whole as JSON instead of text

        Options
          --window P7D    how far back to look, up to P90D; as Status__Window
          --records N     receipts, scans and cleanups read at most, up to 5000 (1000); as Status__Records
          --prices FILE   another price list than the built-in one, as for longshore capacity

        Settings: S3__Bucket, S3__StatePrefix, S3__RoleArn and the others of S3__*, as status has them.

        Exit codes
          0  all is well, or nothing was recorded yet
          1  the store could not serve, or the page could not be written
          2  settings or arguments are wrong
          3  something needs attention; the output says what
        """;

    public static Verb Create() => new("status", "says how the last runs went", Help, arguments => RunAsync(arguments, Console.Out, Console.Error));

    /// <summary>Runs the verb; <paramref name="settings"/> stand above those of the environment.</summary>
    public static Task<int> RunAsync(
        string[] arguments, TextWriter output, TextWriter errors, params (string Name, string Value)[] settings) =>
        VerbGuard.RunAsync("status", errors, async cancellation =>
        {
            var given = VerbArguments.Parse(arguments, ["--json"], ["--html", "--window", "--records", "--prices"]);
            var prices = given["--prices"] is { } path ? PriceFile.Read(path) : null;
            await using var services = VerbServices.Build(found => found.AddStorage().AddStatus(), [.. settings, .. Settings(given)]);
            var report = await services.GetRequiredService<StatusMaker>().MakeAsync(cancellation, prices);
            if (given["--html"] is { } file)
                await File.WriteAllTextAsync(file, StatusPage.Write(report), cancellation);
            if (given.Has("--json"))
                await output.WriteLineAsync(JsonSerializer.Serialize(report, StatusJson.Default.StatusReport));
            else
                StatusText.Write(report, output);
            return report.State == "attention" ? Attention : 0;
        }, writes: "--html");

    /// <summary>The role's session is named after the function whose role it is, as the trust policy asks.</summary>
    private static IEnumerable<(string Name, string Value)> Settings(VerbArguments given)
    {
        yield return ("FUNCTIONS", "status");
        if (given["--window"] is { } window)
            yield return ("Status:Window", window);
        if (given["--records"] is { } records)
            yield return ("Status:Records", records);
    }
}
