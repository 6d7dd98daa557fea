using System.Diagnostics;
using CsCheck;
using Longshore.Core.DeadLetters;

namespace Longshore.UnitTests.Core.DeadLetters;

public class ReplayLineTests
{
    private static LetterLine Letter(string state) =>
        new("k", state, null, null, null, "t", "/rig", "a b", null, null, null, Deaths: 1, Replays: 0);

    [Theory]
    [InlineData("waiting", "longshore replay '--id=a b' --source=/rig")]
    [InlineData("exhausted", "longshore replay '--id=a b' --source=/rig --force")]
    [InlineData("replayed", null)]
    [InlineData("unreadable", null)]
    public void Of_AState_IsItsCommand(string state, string? command) => Assert.Equal(command, ReplayLine.Of(Letter(state)));

    [Theory]
    [InlineData("plain-1", "plain-1")]
    [InlineData("", "''")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$(reboot)", "'$(reboot)'")]
    [InlineData("a\u202Eb", @"$'a\342\200\256b'")]
    [InlineData("tab\t'\\", @"$'tab\011\'\\'")]
    public void Word_OfText_IsQuoted(string text, string word) => Assert.Equal(word, ReplayLine.Word(text));

    [Fact]
    public async Task Word_OfAnyText_IsThatTextToBash()
    {
        var texts = new List<string>();
        Gen.String.Where(text => !text.Contains('\0', StringComparison.Ordinal) && text.All(c => !char.IsSurrogate(c))).Array[300]
            .Sample(texts.AddRange, iter: 1);
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-s"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        })!;
        var said = bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        foreach (var text in texts)
            await bash.StandardInput.WriteAsync($"printf '%s\\0' {ReplayLine.Word(text)}\n");
        bash.StandardInput.Close();

        Assert.Equal(texts, (await said).Split('\0')[..^1]);
    }
}
