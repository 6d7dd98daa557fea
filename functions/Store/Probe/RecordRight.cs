namespace Longshore.Store.Probe;

/// <summary>Asks whether Longshore's own records may be written, and writes none.</summary>
public sealed class RecordRight(ObjectSender sender, StoreProbe probe, IOptions<S3Options> options)
{
    /// <summary>Tells a person what the object is, if a store takes it in spite of the checksum.</summary>
    private static readonly byte[] Text =
        "longshore asked whether it may write here; this object was meant to be refused and may be deleted\n"u8.ToArray();

    /// <summary>Enough for a small request. A store that hangs here will be met again at the first upload.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RequestHeaders _headers = new(options.Value);

    /// <summary>
    /// Sends a PUT with the checksum of other bytes, once. The store looks at the permission first, so it refuses either the
    /// caller or the bytes. Sends nothing to a store that may take wrong bytes, unless it refused the probe: then this shows
    /// whether anything may be written. A store that takes them now, or took them in an earlier run, so that the key is taken,
    /// is read back from then on. Only a refusal of the caller counts: whatever else is wrong, the record itself will meet it.
    /// </summary>
    /// <param name="key">A key in the folder of the records that every reader of records passes over.</param>
    /// <returns>Whether the store was asked.</returns>
    /// <exception cref="StoreRefusedException">The caller may not write there.</exception>
    public async Task<bool> CheckAsync(string key, CancellationToken cancellation)
    {
        if (probe.Known is { IsDenied: false } and ({ ProvesWhole: false } or { IsAssumed: true }))
            return false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            await sender.PutAsync(key, "", Text, Sha256.Base64("others"u8),
                _headers.Whole(null, ifNoneMatch: true, ifMatch: null), limit.Token);
            probe.TookWrongBytes();
        }
        catch (RequestRefusedException error) when (error.Code == "AccessDenied")
        {
            throw StoreAdvice.Final(error, options.Value, $"Putting {key} (s3:PutObject)");
        }
        catch (RequestRefusedException error) when (error.Status == HttpStatusCode.PreconditionFailed)
        {
            probe.TookWrongBytes();
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // The usual answer is BadDigest.
        }

        return true;
    }
}
