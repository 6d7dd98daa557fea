using Longshore.Cli;
using Microsoft.Extensions.Logging;

namespace Longshore.UnitTests.Cli.Ship;

public sealed class NotesTests : IDisposable
{
    private readonly Notes _notes = new();

    [Fact]
    public void Take_SameSentenceTwice_SaysItOnce()
    {
        _notes.Write("a");
        _notes.Write("a");

        Assert.Equal(["a"], _notes.Take());
        Assert.Empty(_notes.Take());
    }

    [Fact]
    public void Take_Flood_EndsWithASentence()
    {
        for (var number = 0; number < 1000; number++)
            _notes.Write($"note {number}");

        var said = _notes.Take().ToArray();
        Assert.Equal(201, said.Length);
        Assert.Contains("left out", said[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AsManyAsAreSaidTwice_LeavesNothingOut()
    {
        for (var number = 0; number < 400; number++)
            _notes.Write($"note {number % 200}");

        Assert.Equal(200, _notes.Take().Count());
    }

    [Fact]
    public void Log_WarningsAlone_BecomeNotes()
    {
        var logger = _notes.CreateLogger("x");

        logger.Log(LogLevel.Information, 0, "quiet", null, static (text, _) => text);
        logger.Log(LogLevel.Warning, 0, "\u001bloud", null, static (text, _) => text);
        logger.Log(LogLevel.Error, 0, "failed", new InvalidOperationException("odd"), static (text, _) => text);

        Assert.Equal(["\\u001bloud", "failed (InvalidOperationException: odd)"], _notes.Take());
    }

    public void Dispose() => _notes.Dispose();
}
