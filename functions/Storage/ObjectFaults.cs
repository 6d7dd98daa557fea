using Amazon.Runtime;
using Longshore.Storage.Objects;

namespace Longshore.Storage;

/// <summary>
/// Tells a fault of one object from one of the store, for the files of one batch. An object may be refused, fail or never be answered for ever; that must
/// not stop the others. Safe for concurrent use.
/// <code>
/// error                                       | the store lists | others served      | fault of
/// refused for good by a code of the object    | not asked       | any                | the object
/// credentials, bucket, endpoint, clock        | not asked       | any                | the store
/// 403                                         | no              | any                | the store
/// 403                                         | yes             | any                | the object
/// 5xx, 429, no answer or no believable one    | no              | any                | the store
/// the same                                    | yes             | yes, or few failed | the object
/// the same                                    | yes             | none, many failed  | the store
/// </code>
/// </summary>
internal sealed class ObjectFaults(S3Store store)
{
    /// <summary>Why a file was not shipped or not deleted; the store's code and words follow.</summary>
    public const string Reason = "store-refused";

    /// <summary>So many failures without a single success are a store that lists and does nothing else.</summary>
    private const int Many = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private Task<bool>? _asking;
    private int _failed;
    private volatile bool _served;

    /// <summary>The store has done what was asked for one of the objects.</summary>
    public void Served() => _served = true;

    /// <returns>The reason for the file of this object; null if the fault is the store's.</returns>
    public async Task<string?> ReasonAsync(Exception error, CancellationToken cancellation) => error switch
    {
        AmazonServiceException => ReasonOf(error),
        StoreUnavailableException { Words: { } words } when (error is StoreRefusedException || IsFew()) && await ListsAsync().WaitAsync(cancellation).ConfigureAwait(false) => $"{Reason}: {words}",
        _ => null,
    };

    /// <summary>Of an error that a request ends with for good.</summary>
    public static string ReasonOf(Exception error) => $"{Reason}: {StoreErrors.Words(error)}";

    private bool IsFew() => Interlocked.Increment(ref _failed) < Many || _served;

    /// <summary>One listing for all who ask while it is under way.</summary>
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
            await store.AnswersAsync(patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is StoreUnavailableException or AmazonServiceException or OperationCanceledException)
        {
            return false;
        }
    }
}
