using Longshore.Settings;

namespace Longshore.UnitTests.Settings;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("2m", 120)]
    [InlineData("1h30m", 5400)]
    [InlineData("3d", 259_200)]
    [InlineData("1w2d", 777_600)]
    [InlineData("1.5h", 5400)]
    [InlineData("1m500ms", 60.5)]
    [InlineData("2 m", 120)]
    [InlineData("1h 30m", 5400)]
    [InlineData("0s", 0)]
    [InlineData("PT2M", 120)]
    [InlineData("P7D", 604_800)]
    [InlineData("-PT2M", -120)]
    public void TryRead_Duration_IsRead(string text, double seconds)
    {
        Assert.True(DurationText.TryRead(text, out var span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("m")]
    [InlineData("30m1h")]
    [InlineData("1m1m")]
    [InlineData("1 2m")]
    [InlineData("1h30")]
    [InlineData("1.2.3h")]
    [InlineData("-2m")]
    [InlineData("2min")]
    [InlineData("6M")]
    [InlineData("1H")]
    [InlineData("99999999999999999999d")]
    public void TryRead_AnythingElse_IsRefused(string? text) => Assert.False(DurationText.TryRead(text, out _));

    [Theory]
    [InlineData("99999999d", "a shorter duration")]
    [InlineData("soon", DurationText.Takes)]
    public void Wanted_RefusedText_SaysWhetherItIsTooLong(string text, string wanted) =>
        Assert.Equal(wanted, DurationText.Wanted(text));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(2, "2s")]
    [InlineData(5400, "1h30m")]
    [InlineData(31_536_000, "365d")]
    [InlineData(60.5, "1m500ms")]
    [InlineData(-120, "-2m")]
    public void Of_Duration_IsWrittenAsAPersonDoes(double seconds, string text) =>
        Assert.Equal(text, DurationText.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Of_TheLeastDuration_IsWritten() =>
        Assert.StartsWith("-10675199d", DurationText.Of(TimeSpan.MinValue), StringComparison.Ordinal);
}
