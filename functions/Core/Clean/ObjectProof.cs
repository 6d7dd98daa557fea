namespace Longshore.Core.Clean;

/// <summary>Finds out what an object holds, as far as <c>Cleanup:Proof</c> asks for it.</summary>
public sealed class ObjectProof(S3Store store, ReceiptBelief belief, IOptions<CleanupOptions> options, WorkClock clock)
{
    /// <param name="entry">Settled, and agrees with <paramref name="listed"/> and with the file.</param>
    /// <param name="listed">The object as S3 lists it now.</param>
    /// <returns>
    /// The object as it was seen last, with no ETag if it holds other bytes than the receipt says, null if it is gone; and what
    /// the file's bytes must hash to.
    /// <code>
    /// Proof     ETag       S3's checksum                    the file's bytes
    /// Listing   whole      not asked for                    as the receipt says, where they are read again
    /// Listing   multipart  the receipt's                    as the receipt says, where they are read again
    /// Listing   multipart  another                          kept: object-differs
    /// Listing   any        none, or of unknown parts        as the object is read to be: always read again
    /// Checksum  any        there, and the store is AWS or   as S3 says: always read again
    ///                      was probed by this process
    /// Checksum  any        another, none, of unknown parts  as the object is read to be: always read again
    /// </code>
    /// A conflict name may be another file's own key. A forged receipt can name such a key with the checksum that fits it. So a
    /// file whose receipt names a conflict name is always proven as by <c>Checksum</c>.
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
        // A checksum that the store only repeats, or may repeat where that would be the whole proof, tells nothing.
        var theirs = head.IsProven && (isListing || !head.IsAssumed) ? head.Checksum : null;
        if (isListing && theirs is not null && theirs != entry.Checksum)
            return (seen with { ETag = "" }, default);
        var partBytes = head.PartBytes ?? entry.PartBytes;
        if (ContentProof.Fits(theirs, partBytes, head.Size))
            return (seen, new ContentProof(theirs, partBytes, always, limit));

        // No checksum, or one made in parts of a size that nobody noted: only reading tells.
        var hash = await store.HashAsync(entry.Key!, head.ETag, head.Size, cancellation);
        return hash is null ? (null, default) : (seen, new ContentProof(hash, null, Always: true, limit));
    }
}
