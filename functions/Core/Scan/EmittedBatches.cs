namespace Longshore.Core.Scan;

/// <summary>The outcome of a batch's event. Zero is <em>not sent</em>.</summary>
public enum EmitResult
{
    NotSent = 0,
    Taken,
    Refused,
}

/// <summary>The batches that were emitted so far; safe for concurrent use.</summary>
public sealed class EmittedBatches
{
    private readonly ConcurrentDictionary<int, Emitted> _batches = [];

    public int Count(EmitResult result) => _batches.Values.Count(batch => batch.Result == result);

    public void Add(PlannedBatch batch, EmitResult result) =>
        _batches[batch.Number] = new(batch.LastPath, batch.Files.Length, batch.Bytes, result);

    /// <summary>The last path before the first batch that was not sent; null if that is the first one.</summary>
    public string? Cursor() => BeforeGap().Select(batch => batch.LastPath).LastOrDefault();

    /// <summary>
    /// Files of the batches before the first that was not sent, and their bytes. A scan that goes on finds all others again.
    /// </summary>
    public (long Files, long Bytes) Planned() =>
        (BeforeGap().Sum(batch => batch.Files), Sizes.Sum(BeforeGap().Select(batch => batch.Bytes)));

    private IEnumerable<Emitted> BeforeGap() => _batches.ToArray().OrderBy(batch => batch.Key).Select(batch => batch.Value)
        .TakeWhile(batch => batch.Result != EmitResult.NotSent);

    /// <summary>A batch without its files, which may be many.</summary>
    private readonly record struct Emitted(string LastPath, long Files, long Bytes, EmitResult Result);
}
