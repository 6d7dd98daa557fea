namespace Longshore.Model.Telemetry;

/// <summary>
/// Writes each log record as one line of JSON. The framework's own JSON console takes a thread and several milliseconds of each
/// start.
/// </summary>
public sealed class JsonLinesLoggerProvider(Stream output, TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    private readonly TimeProvider _time = time;
    private readonly Lock _sync = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();
    private bool _lost;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() => output.Flush();

    private void Write(ReadOnlyMemory<byte> line)
    {
        try
        {
            lock (_sync)
            {
                output.Write(line.Span);
                output.Flush();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The log's disk is full, its reader is gone, or it is closed. The work goes on without this line.
            if (Interlocked.Exchange(ref _lost, true))
                return;
            var why = error is UnauthorizedAccessException ? "its stream is closed." : error.Message;
            LastWords.Tell($"the log cannot be written, and lines of it are lost: {why}");
        }
    }

    private sealed class Logger(JsonLinesLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var line = new JsonLine(provider._time.GetUtcNow(), logLevel, category, formatter(state, exception));
            if (state is IEnumerable<KeyValuePair<string, object?>> fields)
                line.Add(fields);
            provider._scopes.ForEachScope(
                static (scope, line) =>
                {
                    if (scope is IEnumerable<KeyValuePair<string, object?>> fields)
                        line.Add(fields);
                },
                line);
            provider.Write(line.End(exception));
        }
    }
}
