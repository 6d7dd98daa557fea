namespace Longshore.Core.Capacity.Rates;

/// <summary>Measures the rate of a writer.</summary>
public static class RateSources
{
    private const int AtOnce = 8;
    private const string TooFew =
        "needs regular files that were written over at least a minute; give the rate with --files, --bytes and --per instead";

    /// <summary>Measures the files that are in a directory now.</summary>
    /// <exception cref="InvalidWorkException">The directory cannot be read, or holds too few files.</exception>
    public static FileRate OfDirectory(string path, DateTimeOffset since)
    {
        var meter = new RateMeter();
        var unread = 0;
        try
        {
            using var root = new Volume(Options.Create(new VolumeOptions { Root = Path.GetFullPath(path) })).Open();
            foreach (var entry in root.Scan())
            {
                var modified = entry.Stat.Fingerprint.Modified;
                unread += entry.Kind == ScanEntryKind.Failed ? 1 : 0;
                if (entry.Kind == ScanEntryKind.File && modified >= Timestamp.From(since))
                    meter.Add(modified.ToDateTimeOffset(), entry.Stat.Fingerprint.Size);
            }
        }
        catch (VolumeUnavailableException error)
        {
            throw new InvalidWorkException(error.Message.Replace("Volume__Root", "--directory", StringComparison.Ordinal));
        }

        return meter.Rate(
            $"measured on {meter.Files} files in "
            + $"{path}{(unread > 0 ? $", without {unread} files and folders that cannot be read" : "")}")
            ?? throw new InvalidWorkException(
                $"--directory holds '{path}' with {meter.Files} files since {Iso8601.Moment(since)}; measuring "
                + $"{TooFew}.");
    }

    /// <summary>Measures the uploaded files of receipts. A receipt that is not valid is reported and left out.</summary>
    /// <exception cref="InvalidWorkException">The receipts name too few files.</exception>
    public static async Task<FileRate> OfReceiptsAsync(
        S3Store store, StateKeys keys, ReceiptStore receipts, DateTimeOffset since, TextWriter errors,
        CancellationToken cancellation)
    {
        var meter = new RateMeter();
        var (read, bad) = (0, 0);
        var limit = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(store.ListAsync(keys.Root + "receipts/", "", cancellation), limit, async (item, token) =>
        {
            // A receipt from before the window holds older files only.
            if (item.Modified < since || !keys.TryReadReceiptKey(item.Key, out _, out _))
                return;
            try
            {
                var receipt = await receipts.ReadAsync(item.Key, token);
                lock (meter)
                {
                    read++;
                    foreach (var file in receipt.Files.Where(file => file.Outcome == FileOutcome.Uploaded
                        && file.Modified >= Timestamp.From(since)))
                        meter.Add(file.Modified!.Value.ToDateTimeOffset(), file.Size!.Value);
                }
            }
            catch (BadReceiptException error)
            {
                lock (meter)
                {
                    bad++;
                    errors.WriteLine($"longshore capacity: {error.Message} It is left out.");
                }
            }
        });
        return meter.Rate(
            $"read from {meter.Files} uploaded files in {read} receipts of "
            + $"{store.Bucket}{(bad > 0 ? $", {bad} unreadable left out" : "")}")
            ?? throw new InvalidWorkException(
                $"The {read} receipts of {store.Bucket} since {Iso8601.Moment(since)} name {meter.Files} uploaded "
                + $"files; reading a rate {TooFew}, or a longer --since.");
    }
}
