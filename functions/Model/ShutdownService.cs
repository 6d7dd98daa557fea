using Microsoft.Extensions.Hosting;

namespace Longshore.Model;

/// <summary>
/// Closes the gate at SIGTERM and delays the server's own stop until the events inside have ended. Meanwhile the readiness probe
/// and new events are answered 503; without the delay they would get no connection.
/// </summary>
internal sealed class ShutdownService(EventGate gate, ILogger<ShutdownService> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var left = await gate.CloseAsync();
        if (left > 0)
            Log.EventsCutOff(logger, left);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
