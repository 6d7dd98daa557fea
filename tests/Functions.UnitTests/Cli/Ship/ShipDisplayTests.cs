using System.Globalization;
using System.Text.RegularExpressions;
using Longshore.Cli;
using Longshore.Cli.Ship;
using Longshore.Cli.Ship.Display;
using Longshore.Core.Receipts;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Cli.Ship;

/// <summary>What is written to a terminal, and what to anything else.</summary>
public sealed partial class ShipDisplayTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly StringWriter _written = new(CultureInfo.InvariantCulture);
    private readonly Notes _notes = new();
    private readonly ShipProgress _progress;

    public ShipDisplayTests()
    {
        _progress = new(new ShipLedger(), _clock) { Phase = ShipPhase.Shipping };
        _progress.Expect(1000, 1000);
    }

    [Theory]
    [InlineData(true, "xterm-256color", null, typeof(LiveDisplay))]
    [InlineData(true, "xterm-256color", "1", typeof(LiveDisplay))]
    [InlineData(true, "dumb", null, typeof(PlainDisplay))]
    [InlineData(true, null, null, typeof(PlainDisplay))]
    [InlineData(false, "xterm-256color", null, typeof(PlainDisplay))]
    public void For_WhereItWrites_ChoosesTheKind(bool isTerminal, string? term, string? noColor, Type expected) =>
        Assert.IsType(expected, ShipDisplay.For(_written, Screen.IsLive(isTerminal, term), noColor, _clock));

    [Fact]
    public async Task Plain_LongRun_WritesALineEachIntervalAndNoEscapes()
    {
        _notes.Write("a \u001b[31mnote");
        await ShowAsync(new PlainDisplay(_written, _clock), TimeSpan.FromSeconds(16));

        Assert.Equal(["a \\u001b[31mnote"], Lines.Where(line => !line.Contains("/1,000 files", StringComparison.Ordinal)));
        Assert.InRange(Lines.Length, 3, 4);
        Assert.DoesNotContain('\u001b', _written.ToString());
    }

    [Fact]
    public async Task Plain_NothingMoves_IsSilent()
    {
        var end = new TaskCompletionSource();
        var show = new PlainDisplay(_written, _clock).ShowAsync(_progress.Take, _notes, end.Task);
        await PassAsync(TimeSpan.FromSeconds(30), ships: false);
        end.SetResult();
        await show;

        // The rate of nothing and the line itself stay the same.
        Assert.Single(Lines);
    }

    [Fact]
    public async Task Live_Run_HidesTheCursorAndGivesItBack()
    {
        _notes.Write("a note");
        await ShowAsync(new LiveDisplay(_written, noColor: null, () => 120, _clock), TimeSpan.FromSeconds(2));

        var text = _written.ToString();
        Assert.StartsWith("\u001b[?25l", text, StringComparison.Ordinal);
        Assert.EndsWith("\u001b[2K\u001b[?25h", text, StringComparison.Ordinal);
        Assert.Contains("a note\n", text, StringComparison.Ordinal);
        Assert.Contains("\u001b[90m━", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(5)]
    public async Task Live_NoColour_HasNoneAndFitsTheWidth(int width)
    {
        await ShowAsync(new LiveDisplay(_written, noColor: "1", () => width, _clock), TimeSpan.FromSeconds(2));

        var text = _written.ToString();
        Assert.DoesNotContain('m',
            text.Split('\u001b')[1..].Select(part => part.TrimStart('[', '?').FirstOrDefault(char.IsAsciiLetter)));
        var lines = EscapeSequence().Replace(text, "").Split('\n', '\r');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, Math.Max(10, width - 1)));
    }

    [Fact]
    public async Task Live_Restored_WritesNothingMore()
    {
        var display = new LiveDisplay(_written, noColor: null, () => 80, _clock);
        var end = new TaskCompletionSource();
        var show = display.ShowAsync(_progress.Take, _notes, end.Task);

        display.Restore();
        await PassAsync(TimeSpan.FromSeconds(2));
        end.SetResult();
        await show;

        Assert.EndsWith("\n\u001b[?25h", _written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_WorkThrows_ThrowsItAndRestoresTheCursor()
    {
        var work = Task.FromException(new InvalidOperationException("odd"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => new LiveDisplay(_written, null, () =>
            80, _clock).ShowAsync(_progress.Take, _notes, work));
        Assert.EndsWith("\u001b[?25h", _written.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _written.Dispose();

    [GeneratedRegex("\u001b\\[[?0-9;]*[A-Za-z]")]
    private static partial Regex EscapeSequence();

    private string[] Lines => _written.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private async Task ShowAsync(ShipDisplay display, TimeSpan length)
    {
        var end = new TaskCompletionSource();
        var show = display.ShowAsync(_progress.Take, _notes, end.Task);
        await PassAsync(length);
        end.SetResult();
        await show;
    }

    /// <summary>Time passes, and a file is shipped each half second.</summary>
    private async Task PassAsync(TimeSpan length, bool ships = true)
    {
        for (var passed = TimeSpan.Zero; passed < length; passed += TimeSpan.FromMilliseconds(500))
        {
            if (ships)
                _progress.Ended(new ReceiptEntry { Path = $"f{passed}", Outcome = FileOutcome.Uploaded, Size = 1 });
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
