using Longshore.Core.Capacity;

namespace Longshore.UnitTests.Capacity;

public class UnitsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(999.6, "1 KB")]
    [InlineData(18_055, "18 KB")]
    [InlineData(1_560_000_000, "1.56 GB")]
    [InlineData(2_600_000, "2.6 MB")]
    [InlineData(999_600_000, "1 GB")]
    [InlineData(780_000_000, "780 MB")]
    public void Bytes_AnySize_IsShort(double bytes, string said) => Assert.Equal(said, Units.Bytes(bytes));

    [Theory]
    [InlineData("65MB", 65_000_000)]
    [InlineData("65 mb", 65_000_000)]
    [InlineData("64MiB", 67_108_864)]
    [InlineData("1.5GB", 1_500_000_000)]
    [InlineData("1500", 1500)]
    [InlineData("7B", 7)]
    public void ParseBytes_Size_IsRead(string text, long bytes) => Assert.Equal(bytes, Units.ParseBytes("--bytes", text));

    [Theory]
    [InlineData(30, "30 s")]
    [InlineData(300, "5 min")]
    [InlineData(43_200, "12 h")]
    [InlineData(86_400, "24 h")]
    [InlineData(604_800, "7 d")]
    [InlineData(5400, "1.5 h")]
    public void Duration_Seconds_AreWhole(int seconds, string said) =>
        Assert.Equal(said, Units.Duration(TimeSpan.FromSeconds(seconds)));
}
