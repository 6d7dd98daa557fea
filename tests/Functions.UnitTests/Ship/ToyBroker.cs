using CloudNative.CloudEvents;
using Longshore.App;
using Longshore.Cli.Ship;
using Longshore.Model;
using Longshore.Model.Events;
using Longshore.UnitTests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Ship;

/// <summary>A local broker over toy functions, on a clock that passes while nothing else can happen.</summary>
internal sealed class ToyBroker : IAsyncDisposable
{
    private readonly WebApplication app;

    public ToyBroker()
    {
        var builder = FunctionHost.CreateBuilder();
        builder.Configuration["FUNCTIONS"] = null;
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock).AddSingleton<IEventSink>(_ => Broker!);
        builder.AddFunctions(functions => functions
            .MapErrors(ErrorMapping.ToModel)
            .Add<Jobs.CountingFunction>(services => services.AddSingleton(Record))
            .Add<ThrowingFunction>()
            .Add<WaitingFunction>());
        app = FunctionHost.Build(builder);
        Gate = app.Services.GetRequiredService<EventGate>();
        Broker = new(app.Services.GetRequiredService<FunctionTable>(), app.Services.GetRequiredService<FunctionDispatcher>(),
            Gate, Ledger, Notes, Clock);
    }

    public LocalBroker Broker { get; }

    public EventGate Gate { get; }

    public FakeTimeProvider Clock { get; } = new();

    public ToyRecord Record { get; } = new();

    public ShipLedger Ledger { get; } = new();

    public ShipNotes Notes { get; } = new();

    public ShipReport Report => Ledger.Close(Reports.Good, stopped: !Gate.IsOpen);

    public Task DeliverAsync(string type, string? subject = null) => Broker.DeliverAsync(Event(type, subject));

    public static CloudEvent Event(string type, string? subject = null) => Jobs.ToyJob.Event(type, subject);

    public async Task PassAsync(Task until)
    {
        while (!until.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await until;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
