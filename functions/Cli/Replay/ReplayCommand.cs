namespace Longshore.Cli.Replay;

/// <summary>Lists dead letters, or sends them back.</summary>
internal sealed class ReplayCommand(
    DeadLetterStore store, IEventSink sink, IOptions<SinkOptions> sinkOptions, TimeProvider time)
{
    private const int ReadsAtOnce = 16;

    /// <returns>The exit code, as in the help of <see cref="ReplayVerb"/>.</returns>
    public async Task<int> RunAsync(ReplayOptions options, TextWriter writer, CancellationToken cancellation)
    {
        var output = new ReplayOutput(writer, options);
        var letters = await FindAsync(options, cancellation);
        if (letters.Count == 0)
            output.None();
        if (options.IsList)
        {
            output.List(letters);
            return ExitCodes.Done;
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
            return ExitCodes.Failed;
        return output.Count(ReplayOutcome.Refused) > 0 ? ExitCodes.Refused : ExitCodes.Done;
    }

    /// <summary>Reads the last death of every event, several at once.</summary>
    /// <returns>The selected letters: unreadable ones first, then by the time of the death, oldest first.</returns>
    private async Task<IReadOnlyList<KeptLetter>> FindAsync(ReplayOptions options, CancellationToken cancellation)
    {
        var found = new ConcurrentBag<KeptLetter>();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(store.ListAsync(null, cancellation), limit, async (chain, token) =>
        {
            // A person may delete a letter: only the notes of its replays are left then.
            if (chain.Latest < 0)
                return;
            var letter = await store.ReadLastAsync(chain, token);
            if (options.Selects(letter))
                found.Add(letter);
        });
        return [.. found.OrderBy(letter => letter.Letter?.ReceivedAt).ThenBy(letter => letter.Key, StringComparer.Ordinal)];
    }

    private async Task<(ReplayOutcome Outcome, string? Detail)> HandleAsync(
        KeptLetter letter, ReplayOptions options, CancellationToken cancellation)
    {
        var (outcome, reason) = ReplayDecision.Decide(letter, options);
        if (outcome != ReplayOutcome.WouldSend)
            return (outcome, reason);
        return options.IsDryRun ? (outcome, $"replay {letter.Death + 1}") : await SendAsync(letter, cancellation);
    }

    /// <summary>
    /// Sends the letter, then notes it. If the process dies in between, the next run sends the letter again. No event is lost,
    /// and a receiver may get one twice.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The letter may have been sent without a note.</exception>
    private async Task<(ReplayOutcome Outcome, string? Detail)> SendAsync(KeptLetter letter, CancellationToken cancellation)
    {
        var replays = letter.Death + 1;
        try
        {
            var kept = await store.ReadAsync(letter.Key, cancellation);
            var e = ReplayedEvent.FromJson(kept.Event, letter.Chain.Name, replays);
            if (DeathExtensions.DiedInAJob(kept.ErrorDestination))
                ReplayedEvent.Rename(e, replays, letter.Chain.ReplaysOf(letter.Death) + 1);
            await sink.EmitAsync(e, cancellation);
        }
        catch (BadDeadLetterException error)
        {
            return (ReplayOutcome.Refused, error.Message);
        }
        catch (ArgumentException error)
        {
            return (ReplayOutcome.Refused, $"{letter.Key}: the kept event cannot be sent: {error.Message}");
        }
        catch (EventSinkException error)
        {
            return (ReplayOutcome.Failed, error.Message);
        }

        // The sink has taken the letter, so no cancellation may stop the note.
        await store.MarkAsync(letter.Chain, letter.Death, Address(), time.GetUtcNow(), CancellationToken.None);
        var after = await store.ChainAsync(letter.Chain.Name, CancellationToken.None);
        return after.Latest > letter.Death
            ? (ReplayOutcome.DiedAgain, $"replay {replays}; see {after.Name.Letter(after.Latest)}")
            : (ReplayOutcome.Sent, $"replay {replays}");
    }

    /// <summary>The sink's URL without the parts that may be secret.</summary>
    private string Address() =>
        sinkOptions.Value.Url!.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
