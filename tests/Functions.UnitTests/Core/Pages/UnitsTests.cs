using Longshore.Core;

namespace Longshore.UnitTests.Core.Pages;

public class UnitsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(999.6, "1 KB")]
    [InlineData(1000, "1 KB")]
    [InlineData(1234, "1.23 KB")]
    [InlineData(18_055, "18.1 KB")]
    [InlineData(999_000, "999 KB")]
    [InlineData(999_999, "1 MB")]
    [InlineData(1_560_000_000, "1.56 GB")]
    [InlineData(2_600_000, "2.6 MB")]
    [InlineData(999_600_000, "1 GB")]
    [InlineData(780_000_000, "780 MB")]
    [InlineData(-1234, "-1.23 KB")]
    [InlineData(4_000_000_000_000_000_000, "4000 PB")]
    public void Bytes_AnySize_HasThreeDigits(double bytes, string said) => Assert.Equal(said, Units.Bytes(bytes));

    [Theory]
    [InlineData("65MB", 65_000_000)]
    [InlineData("65 mb", 65_000_000)]
    [InlineData("64MiB", 67_108_864)]
    [InlineData("1.5GB", 1_500_000_000)]
    [InlineData("1500", 1500)]
    [InlineData("7B", 7)]
    public void ParseBytes_Size_IsRead(string text, long bytes) => Assert.Equal(bytes, Units.ParseBytes("--bytes", text));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.34, "0.3 s")]
    [InlineData(9.97, "10 s")]
    [InlineData(59, "59 s")]
    [InlineData(59.7, "1 min")]
    [InlineData(60, "1 min")]
    [InlineData(90, "1 min 30 s")]
    [InlineData(300, "5 min")]
    [InlineData(5400, "1 h 30 min")]
    [InlineData(119 * 60, "1 h 59 min")]
    [InlineData(43_200, "12 h")]
    [InlineData(86_400, "24 h")]
    [InlineData(604_800, "7 d")]
    [InlineData(9.5 * 86_400, "9 d 12 h")]
    [InlineData(84 * 86_400, "84 d")]
    [InlineData((84 * 86_400) + 45_360, "84 d")]
    public void Duration_AnySpan_IsOfTwoUnits(double seconds, string said) =>
        Assert.Equal(said, Units.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "1 min")]
    [InlineData(89, "1 min")]
    [InlineData(7_302_960, "84 d")]
    public void Minutes_AnySpan_AreWhole(double seconds, string said) => Assert.Equal(said, Units.Minutes(seconds));
}
