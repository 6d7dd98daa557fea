namespace Longshore.Cli.Replay;

/// <summary>Sends a letter back to where events come in.</summary>
internal sealed class Replayer(DeadLetterStore store, IEventSink sink, IOptions<SinkOptions> options, TimeProvider time)
{
    /// <summary>
    /// Sends, then notes it: a process that dies in between sends the letter twice, which receivers must bear, and never not at
    /// all.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The letter was perhaps sent and is not noted as such.</exception>
    public async Task<(ReplayOutcome Outcome, string? Reason)> SendAsync(KeptLetter letter, CancellationToken cancellation)
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

        // The sink has taken it: an interruption now must not leave it unnoted.
        await store.MarkAsync(letter.Chain, letter.Death, Address(), time.GetUtcNow(), CancellationToken.None);
        var after = await store.ChainAsync(letter.Chain.Name, CancellationToken.None);
        return after.Latest > letter.Death
            ? (ReplayOutcome.DiedAgain, $"replay {replays}; see {after.Name.Letter(after.Latest)}")
            : (ReplayOutcome.Sent, $"replay {replays}");
    }

    /// <summary>The sink without what a URL may carry in secret.</summary>
    private string Address() =>
        options.Value.Url!.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
