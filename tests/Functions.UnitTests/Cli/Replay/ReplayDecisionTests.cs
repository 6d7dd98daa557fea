using Longshore.Cli;
using Longshore.Cli.Replay;
using Longshore.Core.DeadLetters;
using Longshore.UnitTests.Core.Status;

namespace Longshore.UnitTests.Cli.Replay;

/// <summary>The rows of <see cref="ReplayDecision"/>'s table, and what letters a filter lets through.</summary>
public sealed class ReplayDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false, false, 0, "", ReplayOutcome.Refused)]
    [InlineData(true, false, 0, "", ReplayOutcome.WouldSend)]
    [InlineData(true, false, 2, "", ReplayOutcome.WouldSend)]
    [InlineData(true, false, 3, "", ReplayOutcome.Refused)]
    [InlineData(true, false, 3, "--force", ReplayOutcome.WouldSend)]
    [InlineData(true, true, 0, "", ReplayOutcome.Skipped)]
    [InlineData(true, true, 0, "--force", ReplayOutcome.Skipped)]
    [InlineData(true, true, 0, "--again", ReplayOutcome.WouldSend)]
    [InlineData(true, true, 3, "--again", ReplayOutcome.Refused)]
    [InlineData(true, true, 3, "--again --force", ReplayOutcome.WouldSend)]
    [InlineData(true, false, 3, "--max-replays=4", ReplayOutcome.WouldSend)]
    public void Decide_ALetter_AsTheTableSays(
        bool isReadable, bool isReplayed, int death, string arguments, ReplayOutcome expected)
    {
        var chain = new DeadLetterChain(new("stem"));
        chain.Add(death, 0);
        if (isReplayed)
            chain.Add(death, 1);

        Assert.Equal(expected, ReplayDecision.Decide(new(chain, isReadable ? Facts() : null, null),
            Options(arguments)).Outcome);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("--type toy --source /test --id 1 --code 503", true)]
    [InlineData("--type other", false)]
    [InlineData("--source other", false)]
    [InlineData("--id other", false)]
    [InlineData("--code 400", false)]
    [InlineData("--since PT1H", true)]
    [InlineData("--since PT59M", false)]
    [InlineData("--until PT1H", false)]
    [InlineData("--until PT59M", true)]
    [InlineData("--since 2026-11-23T11:00:00Z --until 2026-11-23T11:00:01Z", true)]
    [InlineData("--until 2026-11-23", false)]
    public void Matches_Filters_MustAllHold(string arguments, bool expected) =>
        Assert.Equal(expected, Options(arguments).Selects(new KeptLetter(new(new("stem")), Facts(), null)));

    [Theory]
    [InlineData("--since yesterday", "--since holds 'yesterday'")]
    [InlineData("--to ftp://host", "--to holds 'ftp://host'")]
    [InlineData("--max-replays -1", "--max-replays holds '-1'")]
    [InlineData("--parallel 0", "--parallel holds '0'")]
    [InlineData("--list --dry-run", "cannot be given together")]
    public void Parse_WrongValue_SaysWhatItTakes(string arguments, string expected) =>
        Assert.Contains(expected, Assert.Throws<UsageException>(() => Options(arguments)).Message, StringComparison.Ordinal);

    private static ReplayOptions Options(string arguments)
    {
        var verb = new ReplayVerb();
        return verb.Read(verb.ParseStrictly(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Now);
    }

    private static KeptLetter.Facts Facts() => new(Now.AddHours(-1), "503", null, null, "toy", "/test", "1");
}
