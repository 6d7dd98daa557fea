using System.Collections.Concurrent;
using CloudNative.CloudEvents;
using Longshore.App.Events;
using Longshore.Core.Scan;
using Longshore.Model;
using Longshore.Model.Events;
using Longshore.Model.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Longshore.UnitTests.Model.Jobs;

/// <summary>A job with toy functions and a sink that remembers.</summary>
internal sealed class ToyJob : IAsyncDisposable
{
    private readonly WebApplication _app;

    public ToyJob(TimeProvider? clock = null, params (string Name, string Value)[] settings)
    {
        var builder = FunctionHost.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["K_SINK"] = "http://127.0.0.1:1", ["FUNCTIONS"] = null });
        builder.Configuration.AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Name, (string?)each.Value)));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock ?? TimeProvider.System).AddSingleton<IEventSink>(Sink);
        builder.AddFunctions(functions => functions
            .Add<CountingFunction>(services => services.AddSingleton(Record))
            .Add<ThrowingFunction>()
            .Add<WaitingFunction>());
        _app = JobHost.Build(builder, static _ => { });
    }

    public ToyRecord Record { get; } = new();

    public RecordingSink Sink { get; } = new();

    public JobShutdown Shutdown => _app.Services.GetRequiredService<JobShutdown>();

    public static CloudEvent Event(string type, string? subject = null, string id = "1") => new()
    {
        Id = id,
        Type = type,
        Source = new("/test", UriKind.Relative),
        Subject = subject,
    };

    public Task<int> RunAsync(CloudEvent e) => _app.Services.GetRequiredService<JobRunner>().RunAsync(e, Shutdown.CutOff);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>Takes events, or refuses so many first.</summary>
internal sealed class RecordingSink : IEventSink
{
    public ConcurrentQueue<CloudEvent> Got { get; } = new();

    public int Refusals { get; set; }

    public int Asked { get; private set; }

    public Task EmitAsync(CloudEvent e, CancellationToken cancellation)
    {
        Asked++;
        cancellation.ThrowIfCancellationRequested();
        if (Refusals-- > 0)
            throw new EventSinkException("The sink answered 500.");
        Got.Enqueue(e);
        return Task.CompletedTask;
    }
}

/// <summary>Replies with itself until it was handed on as often as its event's subject says.</summary>
[Function("counter")]
internal sealed class CountingFunction(ToyRecord record)
{
    [CloudEventTrigger("toy.count", "toy.remainder")]
    public Task<CloudEvent?> RunAsync(ScanRequested data, FunctionContext context, CancellationToken cancellation)
    {
        record.Add(context);
        var isLast = context.Event.Subject is not { } subject || context.Hops >= int.Parse(subject, null);
        var reply = context.Reply(isLast ? "toy.counted" : "toy.count", "/toy/counter", $"{context.Hops}", data,
            EventJson.Default.ScanRequested, hops: context.Hops + 1);
        reply.Subject = context.Event.Subject;
        return Task.FromResult<CloudEvent?>(reply);
    }
}
