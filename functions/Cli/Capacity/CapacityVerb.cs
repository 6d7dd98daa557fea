using Longshore.Core;
using Longshore.Core.Capacity.Rates;
using Longshore.Core.Receipts;
using Longshore.Store.Objects;

namespace Longshore.Cli.Capacity;

internal sealed class CapacityVerb : Verb
{
    private const string EndOfHelp = """
        It also lists the storage classes that cost more than STANDARD, and compares with bundles, in which small files
        share an object. Without a rate it plans for an example of 5,000 files and 65 MB an hour.

        Examples
          longshore capacity --files 5000 --bytes 65MB --per 1h
          longshore capacity --directory /data --html plan.html
          longshore capacity --receipts --bucket harbour --region eu-central-1 --since 30d

        Settings, with --receipts: S3__Bucket, S3__StatePrefix, S3__RoleArn and all other S3__* settings of cleanup.

        Exit codes
          0  planned
          1  the store could not serve, or the page could not be written
          2  settings or arguments are wrong
          130  stopped by Ctrl-C (129 by SIGHUP, 143 by SIGTERM)
        """;

    private readonly (string Name, string Value)[] _settings;
    private readonly CapacityArguments _arguments;

    /// <param name="settings">They override file and environment.</param>
    public CapacityVerb(params (string Name, string Value)[] settings)
        : base("capacity", "Plans disk, bandwidth, batches, pods, requests and cost", EndOfHelp)
    {
        _settings = settings;
        _arguments = new CapacityArguments(this);
        SettingOptions.Add(this, SettingOptions.OfStore);
    }

    public static void Write(CapacityPlan plan, TextWriter output)
    {
        foreach (var section in CapacityReport.Of(plan))
        {
            output.WriteLine(PlainText.Of(section.Title));
            PeopleTable.Write(output, section.Heads, section.Rows, section.Numbers, indent: "  ");
            foreach (var note in section.Notes)
                output.WriteLine($"  {note}");
            output.WriteLine();
        }
    }

    protected override Task<int> RunAsync(ParseResult parsed) => VerbGuard.RunAsync(parsed, async cancellation =>
    {
        var output = parsed.InvocationConfiguration.Output;
        var options = _arguments.Read(parsed, TimeProvider.System.GetUtcNow());
        var plan = CapacityPlanner.Plan(options.Request with { Rate = await RateAsync(options, parsed, cancellation) });
        if (options.Html is { } file)
            await File.WriteAllTextAsync(file, CapacityPage.Write(plan), cancellation);
        if (options.IsJson)
            await output.WriteLineAsync(JsonSerializer.Serialize(plan, CapacityJson.Default.CapacityPlan));
        else
            Write(plan, output);
        return 0;
    }, writes: "--html");

    private async Task<FileRate> RateAsync(CapacityOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        if (options.Directory is { } directory)
            return RateSources.OfDirectory(directory, options.Since);
        if (!options.Receipts)
            return options.Request.Rate;
        // Cleanup's role may read receipts. Its trust policy requires a session with the function's name.
        await using var services = VerbServices.Build(found => found.AddStorage(),
            LocalSettings.OfStore([.. _settings, ("FUNCTIONS", "cleanup"), .. Given(parsed)]));
        return await RateSources.OfReceiptsAsync(services.GetRequiredService<S3Store>(), services.GetRequiredService<StateKeys>(),
            services.GetRequiredService<ReceiptStore>(), options.Since, parsed.InvocationConfiguration.Error, cancellation);
    }
}
