namespace Longshore.Sandbox.Traces;

/// <summary>When a receipt may be put (step 7 of the protocol), and what it may say.</summary>
internal static class ReceiptRules
{
    private static readonly string[] Outcomes = ["uploaded", "present", "deferred", "missing", "failed", "remaining"];

    public static IEnumerable<string> Refusals(ReceiptPut put, Seen seen)
    {
        var (batch, number) = TraceKeys.Parts(put.Key);
        var receipt = put.Receipt;
        if (number > 1 && !seen.Receipts.ContainsKey(TraceKeys.WithNumber(put.Key, number - 1)))
            yield return $"uncounted: {put.Key} was put, and attempt {number - 1} never was";
        if (receipt.Batch != batch || receipt.Attempt != number)
            yield return $"uncounted: {put.Key} names attempt {receipt.Attempt} at batch {receipt.Batch}";
        if (!seen.Batches.Contains(Seen.SetOf(receipt.Files.Select(file => file.Path))))
            yield return $"uncounted: {put.Key} was put, and no batch.ready had named its files";
        foreach (var refused in Balance(put.Key, receipt).Concat(
            receipt.Settled.SelectMany(file => Proof(put.Key, receipt, file, seen))))
            yield return refused;
    }

    private static IEnumerable<string> Balance(string key, Receipt receipt)
    {
        var counts = receipt.Counts;
        int[] told = [counts.Uploaded, counts.Present, counts.Deferred, counts.Missing, counts.Failed, counts.Remaining];
        foreach (var (outcome, number) in Outcomes.Zip(told))
        {
            var listed = receipt.Files.Count(file => file.Outcome == outcome);
            if (listed != number)
                yield return $"uncounted: {key} says {number} {outcome} and lists {listed}";
        }

        if (told.Sum() != counts.Planned || receipt.Files.Length != counts.Planned)
            yield return $"uncounted: {key} does not balance";
        if (receipt.Files.DistinctBy(file => file.Path).Count() != receipt.Files.Length)
            yield return $"uncounted: {key} names a path twice";
        if (Bytes("uploaded") != counts.BytesUploaded || Bytes("present") != counts.BytesPresent)
            yield return $"uncounted: the bytes of {key} are not those of its files";

        long Bytes(string outcome) => receipt.Files.Where(file => file.Outcome == outcome).Sum(file => file.Size ?? 0);
    }

    /// <summary>S3 holds what the receipt says, and held it when the receipt was put.</summary>
    private static IEnumerable<string> Proof(string key, Receipt receipt, ReceiptLine file, Seen seen)
    {
        if (seen.ObjectOf(file, receipt) is not { } stored)
        {
            yield return $"uncounted: {key} says that {Show.Text(file.Key ?? "nothing")} is in S3 with the ETag {file.ETag}, "
                + $"and it was not{(file.Offset is null ? "" : $" at {file.Offset} of that bundle")}";
            yield break;
        }

        if (file.Offset is null && stored.Key != file.Path && TraceKeys.OwnKey(stored.Key, stored.Sha256) != file.Path)
            yield return $"uncounted: {key} names {Show.Text(stored.Key)} for {Show.Text(file.Path)}";
        if (file.Outcome == "uploaded" && seen.Uploaded.GetValueOrDefault((stored.Key, stored.ETag))
            >= (file.Offset is null ? seen.Objects[stored.Key].Count(version => version.ETag == file.ETag) : 1))
            yield return $"uncounted: {key} says that {Show.Text(stored.Key)} was uploaded, and another receipt has "
                + "counted that";
        // The checksum of an object in parts ends in their number and is not that of its bytes.
        if (file.Checksum?.Contains('-', StringComparison.Ordinal) == false
            && file.Checksum != Convert.ToBase64String(Convert.FromHexString(stored.Sha256)))
            yield return $"uncounted: {key} gives {Show.Text(stored.Key)} the checksum of other bytes";
    }
}
