using System.Globalization;

namespace Longshore.Sandbox.Demo;

/// <summary>Whether the promises were kept, from the events, the volume and the read-back.</summary>
internal sealed record DemoVerdict(DemoOptions Options, FlowTotals Totals, ReadBack ReadBack, int Left, TimeSpan Took)
{
    /// <summary>The demo's last line.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture,
        $"demo: files={Options.Files} uploaded={Totals.Uploaded} present={Totals.Present} deferred={Totals.Deferred} "
            + $"failed={Totals.Failed} "
        + $"deleted={Totals.Deleted} left={Left} objects={ReadBack.Objects} mismatched={ReadBack.Mismatched} "
        + $"seconds={Took.TotalSeconds:F1}");

    /// <summary>Every promise that was broken, as a sentence; none if all were kept.</summary>
    public IEnumerable<string> Broken()
    {
        if (ReadBack.Mismatched > 0)
            yield return $"{ReadBack.Mismatched} objects are absent, differ from what was written, or were written by nobody; "
                + $"the first: {string.Join(", ", ReadBack.Wrong)}";
        if (ReadBack.Files != Options.Files)
            yield return $"the bucket holds {ReadBack.Files} files for {Options.Files}, in {ReadBack.Objects} objects";
        if (Left > 0)
            yield return $"{Left} files are left on the volume";
        if (Totals.Failed > 0)
            yield return $"{Totals.Failed} files failed; their receipts say why";
        // A function that is killed may have done what it could not report any more, and its batch then comes again.
        if (Options.Kill)
            yield break;
        if (Totals.Uploaded + Totals.Present != Options.Files)
            yield return $"the events account for {Totals.Uploaded + Totals.Present} files in S3 of {Options.Files}";
        if (Totals.Deleted != Options.Files)
            yield return $"the events account for {Totals.Deleted} deleted files of {Options.Files}";
        if (Totals.Lost > 0)
            yield return $"{Totals.Lost} events were lost";
        if (Totals.DeadLetters > 0)
            yield return $"{Totals.DeadLetters} events could not be handled and were dead-lettered";
    }
}
