using System.Runtime.CompilerServices;

namespace Longshore.Core.DeadLetters;

/// <summary>
/// The dead letters in the bucket. Nothing is ever replaced or deleted: a letter that dies again, or is sent back, gets one more
/// object. Every method may be called twice, and throws as <see cref="S3Store"/> does.
/// </summary>
public sealed class DeadLetterStore(S3Store objects, StateKeys keys)
{
    /// <summary>Larger than the largest dead letter, 8 MiB, in Base64.</summary>
    private const int Largest = 16 << 20;

    /// <summary>The event's name: the same for the same source, id and time, by whatever way it came.</summary>
    /// <param name="day">The day in its key, UTC.</param>
    /// <param name="source">The event's source, as it was sent.</param>
    /// <param name="id">The id that it had before it was first sent back.</param>
    /// <param name="time">The event's time; null if it has none.</param>
    public DeadLetterName NameOf(DateTimeOffset day, string source, string id, DateTimeOffset? time) =>
        new(keys.DeadLetter(day, source, id, time?.ToUniversalTime().ToString("O"))[..^".json".Length]);

    /// <param name="replays">How often the event was sent back before, as it says itself.</param>
    /// <param name="letter">Without history and count, which are added here.</param>
    /// <returns>The key, and whether it is new; false if this death was kept before.</returns>
    public async Task<(string Key, bool IsNew)> KeepAsync(
        DeadLetterName name, int replays, DeadLetter letter, CancellationToken cancellation)
    {
        // Almost every letter is the first of its event: one request.
        if (replays == 0 && await PutAsync(name.Letter(0), letter, cancellation))
            return (name.Letter(0), true);

        var chain = await ChainAsync(name, cancellation);
        if (await KeptOfJobAsync(chain, letter.ErrorDestination, cancellation) is { } same)
            return (same, false);
        if (chain.DeathToKeep(replays) is not { } death)
            return (name.Letter(chain.Latest), false);
        var history = await HistoryAsync(chain, death, cancellation);
        // If the key is taken now, a second delivery of the same death was faster.
        var isNew = await PutAsync(name.Letter(death), letter with { Deaths = death + 1, History = history }, cancellation);
        return (name.Letter(death), isNew);
    }

    /// <summary>Every event that has died, by the day of its key.</summary>
    /// <param name="onForeign">Gets the keys that Longshore does not write.</param>
    public IAsyncEnumerable<DeadLetterChain> ListAsync(Action<string>? onForeign, CancellationToken cancellation) =>
        ListAsync(keys.Root + "deadletters/", onForeign, cancellation);

    public async Task<DeadLetterChain> ChainAsync(DeadLetterName name, CancellationToken cancellation) =>
        await ListAsync(name.Prefix, null, cancellation).FirstOrDefaultAsync(chain => chain.Name == name, cancellation)
            ?? new DeadLetterChain(name);

    private async IAsyncEnumerable<DeadLetterChain> ListAsync(
        string prefix, Action<string>? onForeign, [EnumeratorCancellation] CancellationToken cancellation)
    {
        DeadLetterChain? chain = null;
        await foreach (var item in objects.ListAsync(prefix, "", cancellation))
        {
            if (!DeadLetterName.TryParse(item.Key, out var name, out var death, out var time))
            {
                onForeign?.Invoke(item.Key);
                continue;
            }

            if (chain?.Name != name)
            {
                if (chain is not null)
                    yield return chain;
                chain = new DeadLetterChain(name);
            }

            chain.Add(death, time);
        }

        if (chain is not null)
            yield return chain;
    }

    /// <summary>The last death of an event. A letter that cannot be read has a problem.</summary>
    public async Task<KeptLetter> ReadLastAsync(DeadLetterChain chain, CancellationToken cancellation)
    {
        try
        {
            return KeptLetter.Of(chain, await ReadAsync(chain.Name.Letter(chain.Latest), cancellation));
        }
        // The second: an attribute of the event holds text that is not Unicode.
        catch (Exception error) when (error is BadDeadLetterException or InvalidOperationException)
        {
            return new(chain, null, error.Message);
        }
    }

    /// <exception cref="BadDeadLetterException">It is missing, truncated, or of another schema.</exception>
    public async Task<DeadLetter> ReadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            var body = await objects.ReadAsync(key, Largest, cancellation)
                ?? throw new BadDeadLetterException($"{key} is not in the bucket {objects.Bucket}.");
            var letter = RecordJson.Read(body, DeadLetterJson.Default.DeadLetter);
            return letter is { Schema: DeadLetter.CurrentSchema, Event.ValueKind: JsonValueKind.Object }
                ? letter
                : throw new BadDeadLetterException(
                    $"{key} has the schema '{letter?.Schema}'; {DeadLetter.CurrentSchema} is read.");
        }
        catch (ObjectTooLargeException error)
        {
            throw new BadDeadLetterException(error.Message, error);
        }
        catch (JsonException error)
        {
            throw new BadDeadLetterException($"{key} cannot be read: it is truncated or no dead letter.", error);
        }
    }

    /// <summary>Notes that a death was sent back.</summary>
    public async Task MarkAsync(DeadLetterChain chain, int death, string to, DateTimeOffset now, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ReplayMark { Schema = ReplayMark.CurrentSchema, ReplayedAt = now, Letter = chain.Name.Letter(death), To = to },
            DeadLetterJson.Default.ReplayMark);
        var time = chain.ReplaysOf(death) + 1;
        while (!await objects.PutRecordAsync(chain.Name.Replayed(death, time), body, cancellation))
            time++;
    }

    private Task<bool> PutAsync(string key, DeadLetter letter, CancellationToken cancellation) =>
        objects.PutRecordAsync(key, JsonSerializer.SerializeToUtf8Bytes(letter, DeadLetterJson.Default.DeadLetter), cancellation);

    /// <summary>
    /// The key of the letter that this Job's failure already has; null if there is none. failed-jobs sends each failure again
    /// after its own restart.
    /// </summary>
    private async Task<string?> KeptOfJobAsync(DeadLetterChain chain, string? errorDestination, CancellationToken cancellation)
    {
        if (!DeathExtensions.DiedInAJob(errorDestination))
            return null;
        for (var death = 0; death <= chain.Latest; death++)
        {
            // An unreadable letter may be another death. A second copy is safe; a lost event is not.
            var key = chain.Name.Letter(death);
            if (chain.Has(death) && (await TryReadAsync(key, cancellation))?.ErrorDestination == errorDestination)
                return key;
        }

        return null;
    }

    /// <summary>The earlier deaths. An earlier letter that cannot be read must not prevent the new one.</summary>
    private async Task<Death[]> HistoryAsync(DeadLetterChain chain, int death, CancellationToken cancellation)
    {
        if (death == 0)
            return [];
        var key = chain.Name.Letter(death - 1);
        var last = await TryReadAsync(key, cancellation);
        return [.. last?.History ?? [],
            new Death(key, last?.ReceivedAt, last?.ErrorCode, last?.ErrorDestination, last?.Reason)];
    }

    private async Task<DeadLetter?> TryReadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(key, cancellation);
        }
        catch (BadDeadLetterException)
        {
            return null;
        }
    }
}

/// <summary>An object among the dead letters cannot be read as one. Nothing of it is trusted.</summary>
/// <param name="message">Names its key and the problem.</param>
public sealed class BadDeadLetterException(string message, Exception? inner = null) : Exception(message, inner);
