using Longshore.Cli.Doctor;

namespace Longshore.UnitTests.Cli.Doctor;

/// <summary>How far a clock may be off.</summary>
public sealed class ClockCheckTests
{
    [Theory]
    [InlineData(0, nameof(CheckState.Ok), "agrees")]
    [InlineData(-59, nameof(CheckState.Ok), "agrees")]
    [InlineData(60, nameof(CheckState.Warning), "60 s ahead of that of store")]
    [InlineData(-899, nameof(CheckState.Warning), "899 s behind")]
    [InlineData(900, nameof(CheckState.Failed), "900 s ahead of")]
    [InlineData(-86400, nameof(CheckState.Failed), "86400 s behind")]
    public void Judge_AsS3Refuses(int seconds, string state, string says)
    {
        var check = ClockCheck.Judge(TimeSpan.FromSeconds(seconds), "store");

        Assert.Equal(state, check.State.ToString());
        Assert.Contains(says, check.Says, StringComparison.Ordinal);
    }
}
