using Longshore.Model;
using Microsoft.Extensions.Configuration;

namespace Longshore.UnitTests.Model;

public sealed class LogLevelsTests
{
    [Theory]
    [InlineData("Logging:LogLevel:Default", "bogus", "Logging__LogLevel__Default holds 'bogus'; it takes Trace, Debug,")]
    [InlineData("Logging:Console:LogLevel:Microsoft", "loud", "Logging__Console__LogLevel__Microsoft holds 'loud'; it takes")]
    public void Problems_WrongLevel_IsNamed(string name, string level, string expected) =>
        Assert.StartsWith(expected, Assert.Single(LogLevels.Problems(Of(name, level))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Logging:LogLevel:Default", "debug")]
    [InlineData("Logging:LogLevel:Default", "")]
    [InlineData("Logging:IncludeScopes", "maybe")]
    public void Problems_AnythingElse_IsLeftAlone(string name, string value) => Assert.Empty(LogLevels.Problems(Of(name, value)));

    private static IConfiguration Of(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build();
}
