namespace Longshore.Cli.Ship.Display;

/// <summary>Writes lines to a pipe, a log or a dumb terminal: each note at once, progress at intervals.</summary>
internal sealed class PlainDisplay(TextWriter writer, TimeProvider time) : ShipDisplay
{
    /// <summary>The time between two lines of progress. A line that would be the same is not written.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    public override async Task ShowAsync(Func<ShipSnapshot> progress, Notes notes, Task work)
    {
        // A full disk must not end a run in its middle.
        using var lines = new TerminalWriter(writer);
        var (last, since) = ("", time.GetTimestamp());
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(Tick, time));
            await TellAsync(notes, lines);
            var line = ProgressText.Of(progress());
            if (time.GetElapsedTime(since) < Interval || line == last || work.IsCompleted)
                continue;
            await lines.WriteLineAsync(line);
            (last, since) = (line, time.GetTimestamp());
        }

        await TellAsync(notes, lines);
        await work;
    }

    private static async Task TellAsync(Notes notes, TextWriter lines)
    {
        foreach (var note in notes.Take())
            await lines.WriteLineAsync(note);
    }
}
