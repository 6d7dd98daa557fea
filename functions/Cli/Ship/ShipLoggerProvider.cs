namespace Longshore.Cli.Ship;

/// <summary>Shows warnings and errors of the functions as notes: no lines of JSON between a person and the progress.</summary>
internal sealed class ShipLoggerProvider(ShipNotes notes) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(notes);

    public void Dispose()
    {
    }

    private sealed class Logger(ShipNotes notes) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and not LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                notes.Write(exception is null ? formatter(state, exception)
                    : $"{formatter(state, exception)} ({exception.GetType().Name}: {exception.Message})");
        }
    }
}
