using Amazon.Runtime;
using Longshore.Cli.Ship.Display;

namespace Longshore.Cli.Ship;

/// <summary><c>longshore ship</c>.</summary>
internal sealed class ShipVerb : Verb
{
    private const string EndOfHelp = """
        Scan to cleanup, once, with the functions of a cluster in this process, and the same receipts in the bucket.
        Every other setting of the functions works as well, as environment variable; options win.
        Progress is live on a terminal and a line every five seconds elsewhere; NO_COLOR is honoured.
        Ctrl-C ends what is in flight, writes the receipts and says what remains; a second one stops at once.

        Examples
          longshore ship /data/export --bucket harbour --region eu-central-1 --dry-run
          longshore ship /data/export --bucket harbour --prefix export/ --keep

        Exit codes
          0    everything that was ready is shipped; files that are too young or ignored may be left
          1    something could not be shipped or deleted, or the store could not serve
          2    settings or arguments are wrong, or the directory is not fit
          4    nothing failed, and something is left for another reason than its age: it changed, it is
               open, its name cannot be a key
          130  stopped by Ctrl-C (129 by SIGHUP, 143 by SIGTERM); run it again to go on
        """;

    private readonly Func<WebApplicationBuilder, WebApplicationBuilder> _addFunctions;
    private readonly ShipArguments _arguments;

    /// <param name="addFunctions">Adds the functions of <c>longshore-functions</c>.</param>
    public ShipVerb(Func<WebApplicationBuilder, WebApplicationBuilder> addFunctions)
        : base("ship", "Ships the files of a directory to S3 and deletes each once S3 has proven to hold it", EndOfHelp)
    {
        _addFunctions = addFunctions;
        _arguments = new ShipArguments(this, Flag, Value);
    }

    /// <exception cref="UsageException">Two options do not go together.</exception>
    public ShipOptions Read(ParseResult parsed) => _arguments.Read(parsed);

    protected override async Task<int> RunAsync(ParseResult parsed)
    {
        try
        {
            var options = Read(parsed);
            var (talk, isTerminal) = options.IsJson
                ? (Console.Error, !Console.IsErrorRedirected) : (Console.Out, !Console.IsOutputRedirected);
            var display = ShipDisplay.For(
                talk, isTerminal, Environment.GetEnvironmentVariable("TERM"), Environment.GetEnvironmentVariable("NO_COLOR"),
                TimeProvider.System);
            return await ShipHost.RunAsync(_addFunctions, options, Console.Out, display, talk);
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
