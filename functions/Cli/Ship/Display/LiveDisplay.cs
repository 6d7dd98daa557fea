using Spectre.Console;

namespace Longshore.Cli.Ship.Display;

/// <summary>Draws a bar again and again in one place, with notes above it.</summary>
internal sealed class LiveDisplay(TextWriter writer, string? noColor, Func<int> width, TimeProvider time)
    : ShipDisplay, IDisposable
{
    /// <summary>A narrower terminal has no bar: the numbers need the room.</summary>
    private const int LeastForBar = 60;
    private const int LeastWidth = 10;
    private const string ShowCursor = "\x1b[?25h";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private readonly TerminalWriter _terminal = new(writer);

    public override async Task ShowAsync(Func<ShipSnapshot> progress, Notes notes, Task work)
    {
        var console = Screen.Live(_terminal, noColor, Math.Max(LeastWidth, width() - 1));
        var columns = Columns(progress().Phase, console.Profile.Width, out var room);
        await console.Progress().AutoRefresh(false).AutoClear(true).Columns(columns).StartAsync(async context =>
        {
            var task = context.AddTask(Description(progress(), room), maxValue: 1);
            while (!work.IsCompleted)
            {
                Tell(console, notes);
                var now = progress();
                task.Description = Description(now, room);
                task.Value = now.Fraction;
                context.Refresh();
                await Task.WhenAny(work, Task.Delay(Tick, time));
            }

            Tell(console, notes);
        });
        await work;
    }

    public void Dispose() => _terminal.Dispose();

    public override void Restore() => _terminal.End("\n" + ShowCursor);

    /// <param name="room">Letters that fit into one line beside the bar.</param>
    private static ProgressColumn[] Columns(ShipPhase phase, int width, out int room)
    {
        var text = new TaskDescriptionColumn { Alignment = Justify.Left };
        room = width;
        if (phase < ShipPhase.Shipping || width < LeastForBar)
            return [text];
        var bar = width < 100 ? 10 : 20;
        const int Percent = 6;
        room = width - bar - Percent;
        return [new ProgressBarColumn { Width = bar }, new PercentageColumn(), text];
    }

    private static string Description(ShipSnapshot now, int room)
    {
        var text = ProgressText.Of(now);
        return Markup.Escape(text.Length <= room ? text : text[..room]);
    }

    /// <summary>A note is plain text already.</summary>
    private static void Tell(IAnsiConsole console, Notes notes)
    {
        foreach (var note in notes.Take())
            console.Write(new Text($"{note}\n"));
    }
}
