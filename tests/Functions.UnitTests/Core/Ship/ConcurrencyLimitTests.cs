using Longshore.Core.Ship;

namespace Longshore.UnitTests.Core.Ship;

public class ConcurrencyLimitTests
{
    private const int Start = 16;
    private const int Most = 128;

    /// <summary>A store that takes so long for a request and serves so many at once; more wait in its queue.</summary>
    private static (double PerSecond, int Limit) Run(TimeSpan latency, int servers, TimeSpan duration)
    {
        var limit = new ConcurrencyLimit(Start, Most);
        var free = new PriorityQueue<int, TimeSpan>();
        var ends = new PriorityQueue<int, TimeSpan>();
        for (var server = 0; server < servers; server++)
            free.Enqueue(server, TimeSpan.Zero);
        var (now, done, inFlight) = (TimeSpan.Zero, 0, 0);
        while (now < duration)
        {
            while (inFlight < limit.Value)
            {
                free.TryDequeue(out var server, out var from);
                var end = (from > now ? from : now) + latency;
                free.Enqueue(server, end);
                ends.Enqueue(server, end);
                inFlight++;
            }

            ends.TryDequeue(out _, out now);
            inFlight--;
            done++;
            limit.Succeeded(13_312, saturated: true, now);
        }

        return (done / duration.TotalSeconds, limit.Value);
    }

    [Theory]
    [InlineData(20, 1000)]
    [InlineData(60, 1000)]
    [InlineData(20, 64)]
    [InlineData(2, 16)]
    [InlineData(0.2, 2)]
    public void Succeeded_AnyStore_ComesNearItsBest(double milliseconds, int servers)
    {
        var latency = TimeSpan.FromMilliseconds(milliseconds);
        var best = Math.Min(servers, Most) / latency.TotalSeconds;

        var (perSecond, limit) = Run(latency, servers, TimeSpan.FromSeconds(4));

        Assert.InRange(perSecond, best * 0.8, best * 1.01);
        Assert.InRange(limit, Start, Math.Max(Start, 2 * servers));
    }

    [Fact]
    public void Throttled_HalvesWhatWasProven_AtMostOnceASecond()
    {
        var limit = new ConcurrencyLimit(Start, Most);
        limit.Throttled(TimeSpan.FromSeconds(10));
        limit.Throttled(TimeSpan.FromSeconds(10.5));
        Assert.Equal(8, limit.Value);
        limit.Throttled(TimeSpan.FromSeconds(11.5));
        Assert.Equal(4, limit.Value);
    }

    [Fact]
    public void Throttled_Again_NeverGoesBelowOne()
    {
        var limit = new ConcurrencyLimit(Start, Most);
        for (var second = 0; second < 20; second += 2)
            limit.Throttled(TimeSpan.FromSeconds(second));
        Assert.Equal(1, limit.Value);
    }

    [Fact]
    public void Succeeded_AfterAThrottle_AddsOneARound_AndDoublesOnlyAfterAMinute()
    {
        var limit = new ConcurrencyLimit(Start, Most);
        limit.Throttled(TimeSpan.Zero);
        for (var upload = 0; upload < 9; upload++)
            limit.Succeeded(1, saturated: true, TimeSpan.FromSeconds(1));
        Assert.Equal(9, limit.Value);
        for (var now =
            TimeSpan.FromSeconds(61); now < TimeSpan.FromSeconds(64); now += TimeSpan.FromMilliseconds(20) / limit.Value)
            limit.Succeeded(1, saturated: true, now);
        Assert.Equal(Most, limit.Value);
    }

    [Fact]
    public void Succeeded_NobodyWaits_Stays()
    {
        var limit = new ConcurrencyLimit(Start, Most);
        for (var upload = 0; upload < 1000; upload++)
            limit.Succeeded(1, saturated: false, TimeSpan.FromMilliseconds(upload));
        Assert.Equal(Start, limit.Value);
    }
}
