using System.Text.Json;
using Longshore.Core.Capacity;
using Longshore.Core.Capacity.Rates;
using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.Store.Objects;

namespace Longshore.Cli.Capacity;

/// <summary><c>longshore capacity</c>.</summary>
internal static class CapacityVerb
{
    private const string Help = """

        longshore capacity [RATE] [OPTIONS]

        Plans disk, bandwidth, batches, pods, requests and cost, and says which storage class loses money.

        Rate; without one, the founding case of 5,000 files and 65 MB an hour
          --files N --bytes SIZE [--per PT1H]   given
          --directory DIR                       measured by the modification times of what lies there now
          --receipts                            read from the receipts in S3__Bucket, with cleanup's role
          --since MOMENT                        for the last two: only from then on: 2026-11-22T10:00:00Z, or P7D (the default)

        Options
          --interval PT12H   from run to run
          --drain PT5M       the time in which a run shall upload
          --outage P7D       the time in which nothing is shipped and the volume must not fill
          --keep-for PT0S    as Cleanup__KeepFor: shipped files stay so long
          --headroom 25      percent of the volume that stays free
          --retain P365D     how long an object stays in S3
          --prices FILE      another price list than the built-in one, in its format
          --json             the plan as JSON, in bytes, seconds and the list's currency
          --html FILE        a page with plots as well

        Settings, with --receipts: S3__Bucket, S3__StatePrefix, S3__RoleArn and the others of S3__*, as cleanup has them.

        Exit codes
          0  planned
          1  the store could not serve, or the page could not be written
          2  settings or arguments are wrong
        """;

    public static Verb Create() => new(
        "capacity", "plans disk, bandwidth and cost", Help, arguments => RunAsync(arguments, Console.Out, Console.Error));

    /// <summary>Runs the verb; <paramref name="settings"/> stand above those of the environment.</summary>
    public static Task<int> RunAsync(
        string[] arguments, TextWriter output, TextWriter errors, params (string Name, string Value)[] settings) =>
        VerbGuard.RunAsync("capacity", errors, async cancellation =>
        {
            var options = CapacityOptions.Parse(arguments, TimeProvider.System.GetUtcNow());
            var plan = CapacityPlanner.Plan(options.Request with { Rate = await RateAsync(options, errors, settings, cancellation) });
            if (options.Html is { } file)
                await File.WriteAllTextAsync(file, CapacityPage.Write(plan), cancellation);
            if (options.IsJson)
                await output.WriteLineAsync(JsonSerializer.Serialize(plan, CapacityJson.Default.CapacityPlan));
            else
                CapacityText.Write(plan, output);
            return 0;
        }, writes: "--html");

    private static async Task<FileRate> RateAsync(
        CapacityOptions options, TextWriter errors, (string Name, string Value)[] settings, CancellationToken cancellation)
    {
        if (options.Directory is { } directory)
            return RateSources.OfDirectory(directory, options.Since);
        if (!options.Receipts)
            return options.Given!;
        // Receipts are cleanup's to read, and the role's session is named after it.
        await using var services = VerbServices.Build(found => found.AddStorage(), [.. settings, ("FUNCTIONS", "cleanup")]);
        return await RateSources.OfReceiptsAsync(services.GetRequiredService<S3Store>(), services.GetRequiredService<StateKeys>(),
            services.GetRequiredService<ReceiptStore>(), options.Since, errors, cancellation);
    }
}
