namespace Longshore.Cli.Replay;

/// <summary>Lists dead letters, or sends them back.</summary>
internal sealed class ReplayCommand(LetterReader reader, Replayer replayer)
{
    /// <summary>Every letter chosen was taken by the sink, or there was none.</summary>
    public const int Done = 0;

    /// <summary>A letter was not taken, or died again at once; or the store could not serve.</summary>
    public const int Failed = 1;

    /// <summary>Nothing failed, but letters were refused: they are unreadable or died too often.</summary>
    public const int Refused = 3;

    public async Task<int> RunAsync(ReplayOptions options, TextWriter writer, CancellationToken cancellation)
    {
        var output = new ReplayOutput(writer, options);
        var letters = await reader.ReadAsync(options, cancellation);
        if (options.IsList)
        {
            output.List(letters);
            return Done;
        }

        try
        {
            var limit = new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellation };
            await Parallel.ForEachAsync(letters, limit, async (letter, token) =>
            {
                var (outcome, detail) = await HandleAsync(letter, options, token);
                output.Tell(letter, outcome, detail, letters.Count);
            });
        }
        finally
        {
            output.Sum();
        }

        if (output.Count(ReplayOutcome.Failed) + output.Count(ReplayOutcome.DiedAgain) > 0)
            return Failed;
        return output.Count(ReplayOutcome.Refused) > 0 ? Refused : Done;
    }

    private async Task<(ReplayOutcome Outcome, string? Detail)> HandleAsync(
        KeptLetter letter, ReplayOptions options, CancellationToken cancellation)
    {
        var (verdict, reason) = ReplayDecision.Decide(letter, options);
        return verdict switch
        {
            ReplayVerdict.Skip => (ReplayOutcome.Skipped, reason),
            ReplayVerdict.Send when options.IsDryRun => (ReplayOutcome.WouldSend, $"replay {letter.Death + 1}"),
            ReplayVerdict.Send => await replayer.SendAsync(letter, cancellation),
            _ => (ReplayOutcome.Refused, reason),
        };
    }
}
