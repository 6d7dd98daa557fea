using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using Longshore.Model;
using Longshore.Model.Telemetry;
using Microsoft.Extensions.Logging;

namespace Longshore.UnitTests.Model.Telemetry;

public sealed class JsonLinesTests : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly ILoggerFactory _factory;

    public JsonLinesTests() =>
        _factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug)
            .AddProvider(new JsonLinesLoggerProvider(_output, TimeProvider.System)));

    public void Dispose()
    {
        _factory.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void Log_Event_CarriesItsFields()
    {
        var e = new CloudEvent { Id = "7", Type = "t", Source = new("/s", UriKind.Relative) };
        e["traceparent"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var logger = _factory.CreateLogger("Category");
        using (logger.BeginScope(EventTrace.LogFields(e, "sync")))
            Log.EventHandled(logger, 200, 12.3456, "reply.type");

        var line = Line();
        Assert.Equal("debug", line.GetProperty("level").GetString());
        Assert.Equal("Event handled: 200 in 12 ms, reply reply.type", line.GetProperty("message").GetString());
        Assert.Equal("Category", line.GetProperty("category").GetString());
        Assert.Equal(200, line.GetProperty("status").GetInt32());
        Assert.Equal(12.346, line.GetProperty("milliseconds").GetDouble());
        Assert.Equal("7", line.GetProperty("event").GetString());
        Assert.Equal("sync", line.GetProperty("function").GetString());
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", line.GetProperty("trace").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", line.GetProperty("time").GetString());
    }

    [Fact]
    public void Log_HostileText_StaysOneLine()
    {
        Log.NotAnEvent(_factory.CreateLogger("c"), "a\nb\r\"\u0000\u2028é");

        Assert.Equal("a\nb\r\"\u0000\u2028é", Line().GetProperty("detail").GetString());
    }

    [Fact]
    public void Log_Error_IsInTheLine()
    {
        Log.FunctionFailed(_factory.CreateLogger("c"), new InvalidOperationException("lost"));

        Assert.Contains("lost", Line().GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("error", Line().GetProperty("level").GetString());
    }

    [Fact]
    public void Log_FieldGivenTwice_KeepsTheFirst()
    {
        var logger = _factory.CreateLogger("c");
        using (logger.BeginScope(new Dictionary<string, object?> { ["detail"] = "scope", ["batch"] = "b1", ["none"] = null }))
            Log.NotAnEvent(logger, "message");

        Assert.Equal("message", Line().GetProperty("detail").GetString());
        Assert.Equal("b1", Line().GetProperty("batch").GetString());
        Assert.False(Line().TryGetProperty("none", out _));
    }

    /// <summary>A reserved stream in place of a closed one refuses a write so.</summary>
    [Fact]
    public void Log_OutputThatIsClosed_DoesNotEndTheWork()
    {
        using var factory = LoggerFactory.Create(static logging =>
            logging.AddProvider(new JsonLinesLoggerProvider(new ClosedStream(), TimeProvider.System)));

        Log.NotAnEvent(factory.CreateLogger("c"), "message");
    }

    private sealed class ClosedStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new UnauthorizedAccessException();
    }

    private JsonElement Line()
    {
        var text = Encoding.UTF8.GetString(_output.ToArray());
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        return JsonDocument.Parse(text).RootElement;
    }
}
