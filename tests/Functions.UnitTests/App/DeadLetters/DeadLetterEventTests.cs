using System.Text;
using CloudNative.CloudEvents;
using Longshore.App.DeadLetters;
using Longshore.Cli.Replay;
using Longshore.Core.DeadLetters;
using Longshore.Model;

namespace Longshore.UnitTests.App.DeadLetters;

public sealed class DeadLetterEventTests
{
    private static readonly DeadLetterName Name = new("_longshore/deadletters/2026/11/22/abc");
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("application/json", """{"a":1.50,"b":"é"}""")]
    [InlineData("application/json", "{ not json")]
    [InlineData("text/plain", "plain")]
    [InlineData("application/octet-stream", "\u0001\u0002")]
    public void FromJson_WhatToJsonKept_HasTheSameBytes(string contentType, string data)
    {
        var died = Event();
        died.DataContentType = contentType;
        died.Data = Encoding.UTF8.GetBytes(data);

        var back = ReplayedEvent.FromJson(DeadLetterEvent.ToJson(died), Name, 2);

        Assert.Equal(data, Encoding.UTF8.GetString(EventData.Bytes(back).Span));
        Assert.Equal(contentType, back.DataContentType);
        Assert.Equal(("id 1", "/test?a=%20b", "toy"), (back.Id, back.Source!.OriginalString, back.Type));
        Assert.Equal("7", back["mine"]);
        Assert.Equal(2, DeadLetterEvent.ReplaysOf(back));
    }

    [Theory]
    [InlineData("""{"path":"a\\ud800b"}""")]
    [InlineData("""{"\\uDC00":[1.50]}""")]
    [InlineData("""{"whole":"\\ud83d\\ude00"}""")]
    public void FromJson_DataWithHalfACharacter_HasTheSameBytes(string data)
    {
        var died = Event();
        died.DataContentType = "application/json";
        died.Data = System.Text.Json.JsonDocument.Parse(data).RootElement;

        var kept = DeadLetterEvent.ToJson(died);

        Assert.NotEmpty(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(kept));
        Assert.Equal(data, Encoding.UTF8.GetString(EventData.Bytes(ReplayedEvent.FromJson(kept, Name, 1)).Span));
    }

    [Fact]
    public void ToJson_WhatKnativeAndReplayAdded_IsLeftOut()
    {
        var died = Event();
        string[] added =
        [
            "knativeerrorcode", "knativeerrordest", "knativeerrordata", "knativebrokerttl", "knativearrivaltime",
            "replays", "firstdeath", "firstid",
        ];
        foreach (var name in added)
            died.SetAttributeFromString(name, "1");

        var kept = DeadLetterEvent.ToJson(died).EnumerateObject().Select(member => member.Name);

        Assert.Equal("1", DeadLetterEvent.ToJson(died).GetProperty("id").GetString());
        Assert.Equal(["id", "mine", "source", "specversion", "type"], kept.Order());
    }

    [Fact]
    public void Rename_EventOfAJob_KeepsItsFirstIdThroughAnotherDeath()
    {
        var died = Event();
        var back = ReplayedEvent.FromJson(DeadLetterEvent.ToJson(died), Name, 1);

        ReplayedEvent.Rename(back, 1, 2);

        Assert.Equal("id 1.1.2", back.Id);
        Assert.Equal("id 1", DeadLetterEvent.IdOf(back));
        Assert.Equal(DeadLetterEvent.ToJson(died).GetRawText(), DeadLetterEvent.ToJson(back).GetRawText());
    }

    [Fact]
    public void DayOf_EventWithoutTime_IsThatOfItsFirstDeath()
    {
        var died = Event();
        Assert.Equal(Now, DeadLetterEvent.DayOf(died, Now));

        var again = ReplayedEvent.FromJson(DeadLetterEvent.ToJson(died), Name, 1);

        Assert.Equal(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), DeadLetterEvent.DayOf(again, Now));
    }

    [Fact]
    public void DayOf_EventWithTime_IsItsOwnInUtc()
    {
        var died = Event();
        died.Time = new(2026, 1, 1, 1, 0, 0, TimeSpan.FromHours(2));

        Assert.Equal(new DateTime(2025, 12, 31), DeadLetterEvent.DayOf(died, Now).Date);
    }

    [Theory]
    [InlineData("many", 0)]
    [InlineData("-1", 0)]
    [InlineData("3", 3)]
    public void ReplaysOf_WhatTheEventSays_IsANumberFromZero(string text, int expected)
    {
        var died = Event();
        died.SetAttributeFromString("replays", text);

        Assert.Equal(expected, DeadLetterEvent.ReplaysOf(died));
    }

    private static CloudEvent Event()
    {
        var e = new CloudEvent { Id = "id 1", Type = "toy", Source = new("/test?a=%20b", UriKind.Relative) };
        e.SetAttributeFromString("mine", "7");
        return e;
    }
}
