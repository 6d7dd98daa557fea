using Longshore.Store;
using Microsoft.Extensions.Hosting;

namespace Longshore.App;

/// <summary>Logs at the start of a server where the files go.</summary>
internal sealed class StartNote(IOptions<S3Options> options, ILogger<StartNote> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        log.FilesGo(options.Value.Place);
        return Task.CompletedTask;
    }
}
