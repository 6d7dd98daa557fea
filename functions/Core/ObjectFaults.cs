namespace Longshore.Core;

/// <summary>
/// Tells a fault of one object from a fault of the store, for the files of one batch: an object that always fails must not stop
/// the others. Safe for concurrent use.
/// <code>
/// error                                       | the store lists | others served            | fault of
/// permanently refused by a code of the object | not asked       | any                      | the object
/// credentials, bucket, endpoint, clock        | not asked       | any                      | the store
/// 403                                         | no              | any                      | the store
/// 403                                         | yes             | any                      | the object
/// refused like every write of this process    | not asked       | any                      | the store
/// 5xx, 429, no answer or no valid one         | no              | any                      | the store
/// the same                                    | yes             | yes                      | the object
/// the same                                    | yes             | no, first two deliveries | the store: the event is retried
/// the same                                    | yes             | no, third delivery       | the object
/// </code>
/// </summary>
/// <param name="store">Asked for a listing.</param>
/// <param name="deliveries">
/// How often each file has failed while no other was served, over the deliveries of its batch to this process. With null the
/// object is blamed at the first delivery.
/// </param>
public sealed class ObjectFaults(S3Store store, ConcurrentDictionary<string, int>? deliveries = null)
{
    /// <summary>Fewer than the five retries of every Trigger and of <c>longshore ship</c>.</summary>
    private const int Patient = 3;

    /// <summary>A store that is down fails thousands of files. Forgetting them costs one more delivery.</summary>
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private Task<bool>? _asking;
    private volatile bool _served;

    /// <summary>The store has served a request about one of the objects.</summary>
    /// <param name="path">Its file; earlier failures of it are forgotten.</param>
    public void Served(string path)
    {
        _served = true;
        deliveries?.TryRemove(path, out _);
    }

    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The reason for this file; null if the store is at fault.</returns>
    public async Task<string?> ReasonAsync(Exception error, string path, CancellationToken cancellation) => error switch
    {
        RequestRefusedException refused => ReasonOf(refused),
        StoreUnavailableException { IsHopeless: true } => null,
        StoreUnavailableException { Words: { } words } when MayBeOfTheObject(error, path)
            && await ListsAsync().WaitAsync(cancellation) => $"{Reasons.StoreRefused}: {words}",
        _ => null,
    };

    /// <summary>The reason for a file whose request the store permanently refuses.</summary>
    public static string ReasonOf(RequestRefusedException refused) => $"{Reasons.StoreRefused}: {refused.Words}";

    private bool MayBeOfTheObject(Exception error, string path)
    {
        if (error is StoreRefusedException || _served || deliveries is null)
            return true;
        if (deliveries.Count > MostRemembered)
            deliveries.Clear();
        return deliveries.AddOrUpdate(path, 1, static (_, times) => times + 1) >= Patient && deliveries.TryRemove(path, out _);
    }

    /// <summary>Concurrent callers share one listing.</summary>
    private Task<bool> ListsAsync()
    {
        lock (_lock)
            return _asking is { IsCompleted: false } asking ? asking : _asking = AskAsync();
    }

    private async Task<bool> AskAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await store.AnswersAsync(patience.Token);
            return true;
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            return false;
        }
    }
}
