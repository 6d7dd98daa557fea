using Longshore.Settings;
using Longshore.Volumes;
using Longshore.Volumes.Native;

namespace Longshore.UnitTests.Settings;

public class TimestampBoundsTests
{
    [Theory]
    [InlineData(long.MinValue, 0)]
    [InlineData(-11_676_096_000, 0)]
    [InlineData(-1, 999_999_999)]
    [InlineData(0, 1)]
    [InlineData(long.MaxValue, 999_999_999)]
    public void Moment_AnySecondOfAFilesystem_ComesBackFromItsText(long seconds, uint nanoseconds)
    {
        var moment = StatxBuffer.Moment(seconds, nanoseconds);
        Assert.True(Timestamp.TryParse(moment.ToString(), out var back));
        Assert.Equal(moment, back);
    }
}
