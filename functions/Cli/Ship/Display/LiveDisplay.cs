using System.Globalization;

namespace Longshore.Cli.Ship.Display;

/// <summary>
/// One line that is written again in place, and notes above it. Written by hand: Spectre.Console trims without a warning and draws the same,
/// and made every start of a function half a millisecond longer, as the larger binary is loaded before any of it is used.
/// Source: ECMA-48, erase in line (EL) and select graphic rendition (SGR); xterm, DECTCEM for the cursor.
/// </summary>
internal sealed class LiveDisplay(TextWriter writer, bool isColoured, Func<int> width, TimeProvider time) : ShipDisplay
{
    private const string HideCursor = "\x1b[?25l";
    private const string ShowCursor = "\x1b[?25h";
    private const string ToStart = "\r\x1b[K";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private bool _ended;

    public override async Task ShowAsync(ShipProgress progress, ShipNotes notes, Task work)
    {
        try
        {
            while (!work.IsCompleted)
            {
                Write(HideCursor + Notes(notes) + Line(progress.Take()));
                await Task.WhenAny(work, Task.Delay(Tick, time));
            }
        }
        finally
        {
            Write(Notes(notes) + ToStart + ShowCursor);
        }

        await work;
    }

    public override void Restore()
    {
        Write("\n" + ShowCursor);
        lock (_lock)
            _ended = true;
    }

    private static string Notes(ShipNotes notes) => string.Concat(notes.Take().Select(note => $"{ToStart}{note}\n"));

    /// <summary>Cut to the width, as a line that wraps cannot be written again in place; its last column stays free.</summary>
    private string Line(ShipSnapshot now)
    {
        var text = ProgressText.Of(now);
        var room = Math.Max(10, width() - 1);
        if (now.Phase == ShipPhase.Looking || room < 60)
            return ToStart + Cut(text, room);
        var bar = room < 100 ? 10 : 20;
        var done = (int)(now.Fraction * bar);
        var percent = string.Create(CultureInfo.InvariantCulture, $" {Math.Floor(now.Fraction * 100),3}%  ");
        return $"{ToStart}{Coloured('█', done, 32)}{Coloured('░', bar - done, 90)}{percent}{Cut(text, room - bar - percent.Length)}";
    }

    private string Coloured(char block, int count, int colour) =>
        isColoured && count > 0 ? $"\x1b[{colour}m{new string(block, count)}\x1b[0m" : new string(block, count);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];

    private void Write(string text)
    {
        lock (_lock)
        {
            if (_ended)
                return;
            try
            {
                writer.Write(text);
                writer.Flush();
            }
            catch (IOException)
            {
                // The terminal is closed, and SIGHUP stops the run: it must still end in order.
                _ended = true;
            }
        }
    }
}
