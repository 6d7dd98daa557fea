using CloudNative.CloudEvents;
using Longshore.App.Events;
using Longshore.App.Jobs;
using Longshore.Model.Events;
using Longshore.Settings;
using Microsoft.Extensions.Logging;

namespace Longshore.UnitTests.App.Jobs;

/// <summary>What a job says at its end of the files that it deferred.</summary>
public sealed class DeferredFilesTests
{
    private readonly DeferredFiles _deferred = new();

    [Fact]
    public void Tell_SeveralBatches_SumsUpAndNamesTheLatestMomentRoundedUp()
    {
        _deferred.Add(Synced("1", 3, 2, "2026-11-29T12:00:04.000000001Z"));
        _deferred.Add(Synced("2", 1, 1, "2026-11-29T11:00:00Z"));
        _deferred.Add(Synced("1", 3, 2, "2026-11-29T12:00:04.000000001Z"));

        Assert.Equal(
            [
                "Job: deferred as too young: 3 files; send the event again, with a new id, after 2026-11-29T12:00:05Z",
                "Job: deferred for other reasons, which the receipt names: 1 files; send the event again, with a new id",
            ],
            Told());
    }

    [Fact]
    public void Tell_NothingDeferred_IsSilent()
    {
        _deferred.Add(Synced("1", 0, 0, null));
        _deferred.Add(new CloudEvent { Id = "2", Type = EventTypes.BatchCleaned, Source = new("/test", UriKind.Relative) });

        Assert.Empty(Told());
    }

    private static CloudEvent Synced(string id, int files, int tooYoung, string? oldEnoughAt) => EventFactory.Create(
        EventTypes.BatchSynced, "/test", id,
        new BatchSynced
        {
            Batch = "b",
            Deferred = files,
            TooYoung = tooYoung,
            OldEnoughAt = oldEnoughAt is not null && Timestamp.TryParse(oldEnoughAt, out var moment) ? moment : null,
        },
        EventJson.Default.BatchSynced);

    private List<string> Told()
    {
        var logger = new Lines();
        _deferred.Tell(logger);
        return logger.All;
    }

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception));
    }
}
