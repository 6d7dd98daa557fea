using Amazon.Runtime;
using Longshore.Cli.Ship.Display;
using Longshore.Model;
using Longshore.Settings;
using Longshore.Store;
using Longshore.Volumes;

namespace Longshore.Cli.Ship;

/// <summary><c>longshore ship</c>.</summary>
internal static class ShipVerb
{
    private const string Help = """

        longshore ship DIRECTORY --bucket BUCKET [OPTIONS]

        Ships the files of a directory to S3 and deletes each once S3 has proven to hold it: scan to
        cleanup, once, with the functions of a cluster in this process, and the same receipts in the bucket.

          DIRECTORY          what to ship; without it Volume__Root
          --bucket NAME      S3__Bucket
          --prefix FOLDER/   S3__Prefix: the folder of all keys, such as backup/
          --region NAME      AWS_REGION
          --endpoint URL     S3__ServiceUrl and S3__StsUrl of a store that is not AWS, with path-style requests
          --role-arn ARN     S3__RoleArn: the role to assume; without one, the AWS SDK's own credentials
          --external-id ID   S3__ExternalId of that role
          --min-age PT2M     Schedule__MinAge: how long a file must have been left alone, PT2S at least
          --include GLOBS    Schedule__Include, divided by commas (all)
          --exclude GLOBS    Schedule__Exclude, beside *.tmp,*.part,.*,.*/,lost+found/; '!builtin' as the first takes these away
          --keep-for PT0S    Cleanup__KeepFor: shipped files stay until they are so old
          --concurrency N    Sync__Concurrency: uploads in flight; 0 adapts to the store (0)
          --keep             ship, and delete nothing
          --dry-run          say what would be shipped and deleted, and change nothing here or in S3
          --json             the outcome as one JSON document on standard output, progress on standard error

        Every other setting of the functions works as well, as environment variable; options win.
        Progress is live on a terminal and a line every five seconds elsewhere; NO_COLOR is honoured.
        Ctrl-C ends what is in flight, writes the receipts and says what remains; a second one stops at once.

        Exit codes
          0    everything that was ready is shipped; files that are too young or ignored may be left
          1    something could not be shipped or deleted, or the store could not serve
          2    settings or arguments are wrong, or the directory is not fit
          4    nothing failed, and something is left for another reason than its age: it changed, it is
               open, its name cannot be a key
          130  stopped by Ctrl-C (129 by SIGHUP, 143 by SIGTERM); run it again to go on
        """;

    /// <param name="addFunctions">Adds the functions of <c>Program.cs</c>.</param>
    public static Verb Create(Func<WebApplicationBuilder, WebApplicationBuilder> addFunctions) => new(
        "ship", "ships a directory once, without a cluster", Help, arguments => RunAsync(arguments, addFunctions));

    private static async Task<int> RunAsync(string[] arguments, Func<WebApplicationBuilder, WebApplicationBuilder> addFunctions)
    {
        try
        {
            var options = ShipOptions.Parse(arguments);
            var (talk, isTerminal) = options.IsJson ? (Console.Error, !Console.IsErrorRedirected) : (Console.Out, !Console.IsOutputRedirected);
            var display = ShipDisplay.For(
                talk, isTerminal, Environment.GetEnvironmentVariable("TERM"), Environment.GetEnvironmentVariable("NO_COLOR"), TimeProvider.System);
            return await ShipHost.RunAsync(addFunctions, options, Console.Out, display, talk);
        }
        catch (UsageException error)
        {
            await SayAsync($"{error.Message} See longshore ship --help.");
            return FunctionHost.Misused;
        }
        catch (Exception error) when (SettingsException.MessagesOf(error) is { } messages)
        {
            foreach (var message in messages)
                await SayAsync(ShipSettings.WithOption(message));
            return FunctionHost.Misused;
        }
        catch (Exception error) when (error is StoreUnavailableException or AmazonServiceException or VolumeUnavailableException)
        {
            await SayAsync($"{error.Message} Nothing was shipped.");
            return ShipDecision.Failed;
        }
    }

    private static Task SayAsync(string sentence) => Console.Error.WriteLineAsync($"longshore ship: {PlainText.Of(sentence)}");
}
