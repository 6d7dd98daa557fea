using Longshore.Store.Identity;
using Longshore.Store.Objects;
using Longshore.Store.Probe;

namespace Longshore.Cli;

/// <summary>The first requests to a store. They show whether it can be used, before any other work begins.</summary>
internal sealed class StoreAccess(
    SigningIdentity identity, S3Store store, StoreProbe probe, RecordRight right, StateKeys keys)
{
    public string Bucket => store.Bucket;

    public Uri Address => probe.Address;

    /// <summary>Whether the store is AWS, which is not probed.</summary>
    public bool IsAws => probe.IsAws;

    /// <summary>Finds the credentials and assumes the role, if there is one.</summary>
    /// <returns>The access key that signs requests.</returns>
    public Task<string> SignAsync(CancellationToken cancellation) => identity.CurrentAsync().WaitAsync(cancellation);

    /// <summary>Lists a folder of the bucket that every function's role may list.</summary>
    public async Task ListAsync(CancellationToken cancellation)
    {
        await foreach (var _ in store.ListAsync($"{keys.Root}receipts/", "", cancellation))
            break;
    }

    /// <summary>Asks whether the records of a run may be written: scan, receipts and cleanups.</summary>
    /// <exception cref="StoreRefusedException">One of them may not.</exception>
    public async Task CheckRecordsAsync(bool cleans, CancellationToken cancellation)
    {
        foreach (var key in keys.PermissionProbes.SkipLast(cleans ? 0 : 1))
            await right.CheckAsync(key, cancellation);
    }

    /// <summary>Asks the same of all kinds. If the store cannot be asked, none is refused.</summary>
    /// <returns>
    /// Whether the store was asked, a sentence for each kind of record that may not be written, and whether that is all kinds.
    /// </returns>
    public async Task<(bool IsAsked, IReadOnlyList<string> Refused, bool AreAll)> RefusedRecordsAsync(
        CancellationToken cancellation)
    {
        var (isAsked, refused) = (false, new List<string>());
        foreach (var key in keys.PermissionProbes)
        {
            try
            {
                isAsked |= await right.CheckAsync(key, cancellation);
            }
            catch (StoreRefusedException error)
            {
                refused.Add(error.Message);
            }
        }

        return (isAsked, refused, refused.Count == keys.PermissionProbes.Count);
    }

    /// <summary>Tests the abilities of a store that is not AWS.</summary>
    public Task ProbeAsync(CancellationToken cancellation) => probe.BeginAsync().WaitAsync(cancellation);
}
