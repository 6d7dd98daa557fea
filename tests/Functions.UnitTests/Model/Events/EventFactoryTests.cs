using CloudNative.CloudEvents;
using Longshore.App.Events;
using Longshore.Core.Scan;
using Longshore.Model;
using Longshore.Model.Events;

namespace Longshore.UnitTests.Model.Events;

public sealed class EventFactoryTests
{
    [Fact]
    public void Id_SameThings_IsTheSameHex()
    {
        Assert.Equal(EventFactory.IdOf("t", "/s", "k"), EventFactory.IdOf("t", "/s", "k"));
        Assert.Matches("^[0-9a-f]{32}$", EventFactory.IdOf("t", "/s", "k"));
    }

    [Fact]
    public void Id_DifferentThings_Differs() =>
        Assert.Equal(4,
            new[] { EventFactory.IdOf("t", "/s", "k"), EventFactory.IdOf("t", "/s", "l"), EventFactory.IdOf("t", "/sk", ""),
            EventFactory.IdOf("t/", "s", "k") }.Distinct().Count());

    [Fact]
    public void Create_StructuredAndBack_IsTheSame()
    {
        var data = new ScanRequested { Prefix = "é/", Include = ["*.jpg"], MinAge = TimeSpan.FromMinutes(2), DryRun = true };
        var e = EventFactory.Create(
            EventTypes.ScanRequested, "/s", "1", data, EventJson.Default.ScanRequested, dataref: "s3://b/k", hops: 4,
            time: new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        var back = EventFormat.Json.DecodeStructuredModeMessage(
            EventFormat.Json.EncodeStructuredModeMessage(e, out var contentType), contentType,
            (IEnumerable<CloudEventAttribute>?)null);

        var read = EventData.Read(back, EventJson.Default.ScanRequested);
        Assert.Equal(data.Prefix, read.Prefix);
        Assert.Equal(data.Include, read.Include);
        Assert.Equal(data.MinAge, read.MinAge);
        Assert.True(read.DryRun);
        Assert.Equal(e.Time, back.Time);
        Assert.Equal("s3://b/k", back["dataref"]);
        Assert.Equal(4, FunctionContext.HopsOf(back));
    }
}
