namespace Longshore.Core.Clean;

/// <summary>Finds out what an object holds, as far as <c>Cleanup:Proof</c> demands it.</summary>
public sealed class ObjectProof(S3Store store, ReceiptBelief belief, IOptions<CleanupOptions> options, WorkClock clock)
{
    /// <summary>S3's checksum; null if there is none, or if it proves nothing here.</summary>
    internal static string? ChecksumFor(Proof proof, ObjectHead head) =>
        // One that may only repeat what was sent proves nothing if it is the whole proof.
        head.IsProven && (proof == Proof.Listing || !head.IsAssumed) ? head.Checksum : null;

    /// <param name="entry">Settled, and agrees with <paramref name="listed"/> and with the file.</param>
    /// <param name="listed">The object in S3's listing of now.</param>
    /// <returns>
    /// The object as seen last: null if it is gone, without an ETag if it holds other bytes than the receipt says. And the hash
    /// that the file's bytes must have.
    /// <code>
    /// Proof     ETag       S3's checksum                    the file's bytes
    /// Listing   whole      not requested                    as the receipt says, if they are read again
    /// Listing   multipart  the receipt's                    as the receipt says, if they are read again
    /// Listing   multipart  another                          kept: object-differs
    /// Listing   any        none, or of unknown parts        the hash of the object as read: always read again
    /// Checksum  any        there, and the store is AWS or   as S3 says: always read again
    ///                      was probed by this process
    /// Checksum  any        another, none, of unknown parts  the hash of the object as read: always read again
    /// </code>
    /// A conflict name may be another file's own key, and a forged receipt can name that key and its checksum. So a file under a
    /// conflict name is always proven as with <c>Checksum</c>.
    /// </returns>
    public async Task<(ListedObject? Seen, ContentProof Proof)> OfAsync(
        ReceiptEntry entry, ListedObject listed, CancellationToken cancellation)
    {
        var isListing = options.Value.Proof == Proof.Listing && belief.IsUnderItsOwnKey(entry);
        var always = !isListing || options.Value.Reread == Reread.Always;
        var limit = clock.Deadline / 2;
        var receipt = new ContentProof(entry.Checksum, entry.PartBytes, always, limit);
        if (isListing && !listed.ETag.Contains('-', StringComparison.Ordinal)
            && ContentProof.Fits(entry.Checksum, entry.PartBytes, listed.Size))
            return (listed, receipt);

        var head = await store.HeadAsync(entry.Key!, cancellation);
        if (head is null)
            return (null, default);
        var seen = new ListedObject(entry.Key!, head.ETag, head.Size);
        if (head.ETag != listed.ETag || head.Size != listed.Size)
            return (seen, default);
        var stored = ChecksumFor(isListing ? Proof.Listing : Proof.Checksum, head);
        if (isListing && stored is not null && stored != entry.Checksum)
            return (seen with { ETag = "" }, default);
        var partBytes = head.PartBytes ?? entry.PartBytes;
        if (ContentProof.Fits(stored, partBytes, head.Size))
            return (seen, new ContentProof(stored, partBytes, always, limit));

        // No checksum, or a composite one of unknown part size: read the object.
        var hash = await store.HashAsync(entry.Key!, head.ETag, head.Size, cancellation);
        return hash is null ? (null, default) : (seen, new ContentProof(hash, null, Always: true, limit));
    }
}
