using Longshore.Store.Identity;
using Longshore.Store.Objects;
using Longshore.Store.Probe;

namespace Longshore.Cli;

/// <summary>The first requests to a store: they show whether it can be used before anything is done with it.</summary>
internal sealed class StoreAccess(SigningIdentity identity, S3Store store, StoreProbe probe, StateKeys keys)
{
    public string Bucket => store.Bucket;

    public Uri Address => probe.Address;

    /// <summary>Whether the store is AWS itself, which is not probed.</summary>
    public bool IsAws => probe.IsAws;

    /// <summary>Finds the credentials and assumes the role, if there is one.</summary>
    /// <returns>The access key that signs requests.</returns>
    public Task<string> SignAsync(CancellationToken cancellation) => identity.CurrentAsync().WaitAsync(cancellation);

    /// <summary>Lists the bucket, in a place where every function's role may list.</summary>
    public async Task ListAsync(CancellationToken cancellation)
    {
        await foreach (var _ in store.ListAsync($"{keys.Root}receipts/", "", cancellation))
            break;
    }

    /// <summary>Finds out what a store that is not AWS can do.</summary>
    public Task ProbeAsync(CancellationToken cancellation) => probe.BeginAsync().WaitAsync(cancellation);
}
