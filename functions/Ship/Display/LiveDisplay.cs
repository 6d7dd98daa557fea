using Spectre.Console;

namespace Longshore.Ship.Display;

/// <summary>A bar that is drawn again in place, and notes above it.</summary>
internal sealed class LiveDisplay : ShipDisplay
{
    private const int BarWidth = 20;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private readonly TextWriter _writer;
    private readonly IAnsiConsole _console;

    public LiveDisplay(TextWriter writer, bool isColoured)
    {
        _writer = writer;
        _console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = isColoured ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
    }

    public override Task ShowAsync(ShipProgress progress, ShipNotes notes, Task work)
    {
        var display = new Progress(_console) { AutoClear = true };
        return display.Columns(new ProgressBarColumn { Width = BarWidth }, new TaskDescriptionColumn { Alignment = Justify.Left }).StartAsync(async context =>
        {
            var bar = context.AddTask("Looking", maxValue: 1);
            while (!work.IsCompleted)
            {
                Draw(bar, progress, notes);
                await Task.WhenAny(work, Task.Delay(Tick));
            }

            Draw(bar, progress, notes);
            await work;
        });
    }

    /// <summary>Shows the cursor, which the progress hides.</summary>
    public override void Restore() => _writer.Write("\n\x1b[?25h");

    private void Draw(ProgressTask bar, ShipProgress progress, ShipNotes notes)
    {
        foreach (var note in notes.Take())
            _console.WriteLine(note);
        var now = progress.Take();
        bar.IsIndeterminate = now.Phase == ShipPhase.Looking;
        bar.Value = now.Fraction;
        bar.Description = Markup.Escape(ProgressText.Of(now));
    }
}
