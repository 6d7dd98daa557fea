namespace Longshore.Cli;

/// <summary>
/// Sentences for the person who runs a verb, each once. As a logger it takes warnings and errors: a person sees no lines of
/// JSON. Safe for concurrent use.
/// </summary>
internal sealed class Notes : ILoggerProvider, ILogger
{
    /// <summary>A million files may cause a note each. The notes after these are left out.</summary>
    private const int Most = 200;

    private readonly ConcurrentQueue<string> _waiting = new();
    private readonly ConcurrentDictionary<string, byte> _said = new(StringComparer.Ordinal);

    public void Write(string sentence)
    {
        var plain = PlainText.Of(sentence);
        if (_said.Count < Most)
        {
            if (_said.TryAdd(plain, 0))
                _waiting.Enqueue(plain);
        }
        else if (!_said.ContainsKey(plain) && _said.TryAdd("", 0))
            _waiting.Enqueue("More such notes are left out; the counts at the end are complete.");
    }

    /// <summary>The notes since the last call.</summary>
    public IEnumerable<string> Take()
    {
        while (_waiting.TryDequeue(out var sentence))
            yield return sentence;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and not LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var sentence = formatter(state, exception);
        Write(exception is null ? sentence : $"{sentence} ({exception.GetType().Name}: {exception.Message})");
    }

    public void Dispose()
    {
    }
}
