using Longshore.Core.Scan;

namespace Longshore.Cli.Ship;

/// <param name="IsDryRun">Show the expected outcome and change nothing.</param>
/// <param name="Keeps">Ship, and delete nothing.</param>
/// <param name="Given">Settings that override file and environment.</param>
internal sealed record ShipOptions(bool IsDryRun, bool Keeps, bool IsJson, (string Name, string Value)[] Given)
{
    /// <summary>The list of files to ship; null ships the directory.</summary>
    public PathList? Files { get; init; }

    /// <summary>The functions whose work a run does. The role's session is named after them.</summary>
    public string Functions => Keeps ? "schedule,sync" : "schedule,sync,cleanup";

    /// <summary>All settings of a run that override file and environment.</summary>
    /// <param name="found">The given settings over environment and file.</param>
    /// <exception cref="UsageException">No setting names the directory or the bucket.</exception>
    public (string Name, string Value)[] Settings(IConfiguration found)
    {
        if (string.IsNullOrEmpty(found["Volume:Root"]))
            throw new UsageException("The directory is missing; name it as argument or in Volume__Root."
                + VerbServices.PerhapsMeant(found));
        if (string.IsNullOrEmpty(found["S3:Bucket"]))
            throw new UsageException("--bucket is missing; name the bucket there, as s3://BUCKET/FOLDER or in S3__Bucket."
                + VerbServices.PerhapsMeant(found));
        List<(string Name, string Value)> settings = [.. LocalSettings.Complete(Given, found), ("FUNCTIONS", Functions)];
        // A bundle holds files of one batch only, so that larger batches fill bundles better.
        if (SizeText.TryRead(found["Sync:BundleUpTo"] ?? "", out var upTo) && upTo > 0
            && string.IsNullOrEmpty(found["Schedule:BatchFiles"]))
            settings.Add(("Schedule:BatchFiles", $"{ScheduleOptions.BundledBatchFiles}"));
        return [.. settings];
    }
}
