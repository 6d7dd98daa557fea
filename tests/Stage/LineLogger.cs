using Microsoft.Extensions.Logging;

namespace Longshore.Stage;

/// <summary>Hands every record, as one line, to a test.</summary>
internal sealed class LineLogger(string function, Action<string> write) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Lines(function, write);

    public void Dispose()
    {
    }

    private sealed class Lines(string function, Action<string> write) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                write($"{function} {logLevel} {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");
        }
    }
}
