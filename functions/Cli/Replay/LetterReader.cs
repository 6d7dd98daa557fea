namespace Longshore.Cli.Replay;

/// <summary>Reads the last death of every event, several at once.</summary>
internal sealed class LetterReader(DeadLetterStore store)
{
    private const int AtOnce = 16;

    /// <returns>Those that match, the first to die first; what cannot be read comes first of all.</returns>
    public async Task<IReadOnlyList<KeptLetter>> ReadAsync(ReplayOptions options, CancellationToken cancellation)
    {
        var found = new ConcurrentBag<KeptLetter>();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(store.ListAsync(cancellation), limit, async (chain, token) =>
        {
            // Marks alone are left where somebody has deleted the letter.
            if (chain.Latest < 0)
                return;
            var letter = await ReadAsync(chain, token);
            if (options.Asks(letter))
                found.Add(letter);
        });
        return [.. found.OrderBy(letter => letter.Letter?.ReceivedAt).ThenBy(letter => letter.Key, StringComparer.Ordinal)];
    }

    private async Task<KeptLetter> ReadAsync(DeadLetterChain chain, CancellationToken cancellation)
    {
        try
        {
            return KeptLetter.Of(chain, chain.Latest, await store.ReadAsync(chain.Name.Letter(chain.Latest), cancellation));
        }
        catch (BadDeadLetterException error)
        {
            return new(chain, chain.Latest, null, error.Message);
        }
    }
}
