using System.Text.RegularExpressions;
using CsCheck;
using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

public sealed class GlobSetTests
{
    [Theory]
    [InlineData("*.tmp", "a.tmp", true)]
    [InlineData("*.tmp", "x/y/a.tmp", true)]
    [InlineData("*.tmp", "a.tmp/b", false)]
    [InlineData("*.tmp", ".tmp", true)]
    [InlineData("*.tmp", "a.TMP", false)]
    [InlineData("*", "any", true)]
    [InlineData("a", "x/a", true)]
    [InlineData("a", "a/x", false)]
    [InlineData("/a", "a", true)]
    [InlineData("/a", "x/a", false)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "x/a/b", false)]
    [InlineData("a/*", "a/b", true)]
    [InlineData("a/*", "a/b/c", false)]
    [InlineData("a/*/c", "a/b/c", true)]
    [InlineData("**", "a/b/c", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**", "ab/c", false)]
    [InlineData("**/c", "c", true)]
    [InlineData("**/c", "a/b/c", true)]
    [InlineData("**/c", "a/bc", false)]
    [InlineData("a/**/c", "a/c", true)]
    [InlineData("a/**/c", "a/x/y/c", true)]
    [InlineData("a/**/c", "ac", false)]
    [InlineData("a**c", "ax/yc", true)]
    [InlineData("?.dat", "x.dat", true)]
    [InlineData("?.dat", "\U0001F600.dat", true)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("[abc].dat", "b.dat", true)]
    [InlineData("[a-c].dat", "d.dat", false)]
    [InlineData("[!a-c].dat", "d.dat", true)]
    [InlineData("[^a].dat", "a.dat", false)]
    [InlineData("x[!a]y", "x/y", false)]
    [InlineData("[]a]", "]", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[{,}]", ",", true)]
    [InlineData("*.{tmp,part}", "x.part", true)]
    [InlineData("*.{tmp,part}", "x.dat", false)]
    [InlineData("{a,b{c,d}}/x", "bd/x", true)]
    [InlineData("x{,.gz}", "x", true)]
    [InlineData("x{,.gz}", "x.gz", true)]
    [InlineData(@"\*", "*", true)]
    [InlineData(@"\*", "a", false)]
    [InlineData(@"\{a\}", "{a}", true)]
    [InlineData("tmp/", "tmp/a", true)]
    [InlineData("tmp/", "x/tmp/y/z", true)]
    [InlineData("tmp/", "tmp", false)]
    [InlineData("/tmp/", "x/tmp/y", false)]
    [InlineData("a/tmp/", "a/tmp/y", true)]
    [InlineData("a/tmp/", "x/a/tmp/y", false)]
    [InlineData("a\nb", "a\nb", true)]
    [InlineData("a*b", "a\nb", true)]
    [InlineData("a.b", "axb", false)]
    public void IsMatch_PatternAndPath_AnswersAsTheTable(string pattern, string path, bool match) =>
        Assert.Equal(match, GlobSet.Parse([pattern]).IsMatch(path));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("/", "names nothing")]
    [InlineData("a[bc", "'['")]
    [InlineData("a[", "'['")]
    [InlineData("[z-a]", "runs backwards")]
    [InlineData("[a/b]", "has a '/'")]
    [InlineData("{a,b", "'{'")]
    [InlineData("a}", "'}'")]
    [InlineData("a\\", "'\\'")]
    [InlineData("a//b", "empty component")]
    [InlineData("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", "more than 256 alternatives")]
    public void Parse_WrongPattern_SaysWhatIsWrong(string pattern, string problem)
    {
        var e = Assert.Throws<FormatException>(() => GlobSet.Parse([pattern]));
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.Contains(pattern, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_PatternOverTheBound_IsRefused() =>
        Assert.Throws<FormatException>(() => GlobSet.Parse([new string('a', 1025)]));

    [Fact]
    public void IsMatch_NoPatterns_MatchesNothing()
    {
        Assert.True(GlobSet.Parse([]).IsEmpty);
        Assert.False(GlobSet.Parse([]).IsMatch("a"));
    }

    [Theory]
    [InlineData("a.tmp", true)]
    [InlineData("x/a.part", true)]
    [InlineData(".hidden", true)]
    [InlineData("x/.hidden", true)]
    [InlineData(".git/config", true)]
    [InlineData("x/.cache/y/z", true)]
    [InlineData(".longshore/trash/a/b/c", true)]
    [InlineData(".nfs00000000012345", true)]
    [InlineData("lost+found/#123", true)]
    [InlineData("a.dat", false)]
    [InlineData("a.tmp.dat", false)]
    [InlineData("x.y/z", false)]
    [InlineData("a/b..c", false)]
    public void IsMatch_BuiltInRules_SkipTemporaryAndHidden(string path, bool ignored) =>
        Assert.Equal(ignored, IgnoreRules.Of("").IsMatch(path));

    [Theory]
    [InlineData("", "a.part", true)]
    [InlineData("*.log", "b.log", true)]
    [InlineData("*.log", ".nfs0001", true)]
    [InlineData("*.log", "a.csv", false)]
    [InlineData("!builtin,*.log", "b.log", true)]
    [InlineData(" !builtin , *.log", "a.part", false)]
    [InlineData("!builtin", ".ssh/id_rsa", false)]
    [InlineData(@"\!other", "!other", true)]
    [InlineData("builtin", "builtin", true)]
    public void IgnoreRules_OfASetting_AddToTheBuiltInUnlessToldOtherwise(string exclude, string path, bool ignored) =>
        Assert.Equal(ignored, IgnoreRules.Of(exclude).IsMatch(path));

    [Theory]
    [InlineData("!builtn", "'!builtn' is not known; did you mean !builtin?")]
    [InlineData("!BuiltIn,*.log", "'!BuiltIn' is not known; did you mean !builtin?")]
    [InlineData("*.log,!keep.log", @"The pattern '!keep.log' begins with !, which does not negate it; write \!")]
    public void IgnoreRules_AnotherWordWithAnExclamationMark_IsRefused(string exclude, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => IgnoreRules.Of(exclude)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void IgnoreRules_NotBuiltInBehindAnother_IsRefused() =>
        Assert.Contains("stands first", Assert.Throws<FormatException>(() => IgnoreRules.Of("*.log,!builtin")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(".*/", ".git", true)]
    [InlineData(".*/", "a/.git", true)]
    [InlineData(".*/", "a/.git/objects", true)]
    [InlineData(".*/", "a", false)]
    [InlineData(".*", ".git", false)]
    [InlineData("lost+found/", "lost+found", true)]
    [InlineData("/a/b/", "a/b", true)]
    [InlineData("/a/b/", "x/a/b", false)]
    [InlineData("a/**", "a", true)]
    [InlineData("a/*", "a", false)]
    [InlineData("**", "a", true)]
    [InlineData("*", "a", true)]
    [InlineData("*.tmp", "a.tmp", false)]
    [InlineData("**/*.tmp", "a.tmp", false)]
    public void Covers_Folder_OnlyWhereAllBeneathIsMatched(string pattern, string folder, bool covers) =>
        Assert.Equal(covers, GlobSet.Parse([pattern]).Covers(folder));

    [Theory]
    [InlineData("data/**", "data", true)]
    [InlineData("data/**", "other", false)]
    [InlineData("/data/2026/", "data", true)]
    [InlineData("/data/2026/", "data/2025", false)]
    [InlineData("*.csv", "any/where", true)]
    [InlineData("**", "any", true)]
    [InlineData("a/b", "a/b", false)]
    public void Reaches_Folder_UnlessNothingBeneathCanMatch(string pattern, string folder, bool reaches) =>
        Assert.Equal(reaches, GlobSet.Parse([pattern]).Reaches(folder));

    /// <summary>A folder that is left out holds nothing that is wanted: never wrong in that direction.</summary>
    [Fact]
    public void CoversAndReaches_AnyPatternAndFolder_AgreeWithEachPathBeneath()
    {
        var part = Gen.OneOf("a", "b", "*", "**", "?", "/", "[ab]", "[!a]", "/**/", "/*", "a/");
        var folder = Gen.OneOf("a", "b", "ab").Array[1, 4].Select(parts => string.Join('/', parts));
        var child = Gen.OneOf("a", "b", "ab", "/a", "/b").Array[1, 4].Select(parts => string.Concat(parts).TrimStart('/'));
        Gen.Select(part.Array[1, 6].Select(string.Concat), folder, child).Sample((pattern, above, below) =>
        {
            if (pattern.Contains("//", StringComparison.Ordinal) || pattern.Trim('/').Length == 0)
                return true;
            var globs = GlobSet.Parse([pattern]);
            var matches = globs.IsMatch($"{above}/{below}");
            return (!globs.Covers(above) || matches) && (globs.Reaches(above) || !matches);
        });
    }

    /// <summary>A backtracking matcher takes longer than the universe for this.</summary>
    [Fact]
    public void IsMatch_PatternMadeToBacktrack_Answers()
    {
        var stars = string.Concat(Enumerable.Repeat("*a", 200)) + "b";
        var deep = string.Concat(Enumerable.Repeat("**/a/", 100)) + "b";

        Assert.False(GlobSet.Parse([stars]).IsMatch(new string('a', 4000)));
        Assert.False(GlobSet.Parse([deep]).IsMatch(string.Concat(Enumerable.Repeat("a/", 2000)) + "c"));
    }

    [Fact]
    public void IsMatch_AnyPatternAndPath_AgreesWithARegularExpression()
    {
        var part = Gen.OneOf("a", "b", "*", "**", "?", "/", "[ab]", "[!a]", "/**/", "/*");
        var path = Gen.OneOf("a", "b", "/", "ab").Array[1, 8].Select(string.Concat);
        Gen.Select(part.Array[1, 6].Select(string.Concat), path).Sample((pattern, text) =>
        {
            if (pattern.Contains("//", StringComparison.Ordinal) || pattern.StartsWith('/') || pattern.EndsWith('/')
                || pattern.Contains("***", StringComparison.Ordinal))
                return true;
            var against = pattern.Contains('/') || pattern.Contains("**", StringComparison.Ordinal)
                ? text : text[(text.LastIndexOf('/') + 1)..];
            return GlobSet.Parse([pattern]).IsMatch(text) == Regex.IsMatch(against, ToRegex(pattern));
        });
    }

    private static string ToRegex(string pattern)
    {
        var escaped = pattern.Replace("[!", "[^/", StringComparison.Ordinal);
        escaped = Regex.Replace(escaped, @"(?<=^|/)\*\*/", "<FOLDERS>");
        escaped = Regex.Replace(escaped, @"(?<=/)\*\*$", "<BELOW>");
        escaped = Regex.Replace(escaped, @"(?<=<FOLDERS>)\*\*$", "<BELOW>");
        return "^" + escaped.Replace("**", "<ALL>", StringComparison.Ordinal).Replace("*", "[^/]*", StringComparison.Ordinal)
            .Replace("?", "[^/]", StringComparison.Ordinal).Replace("<FOLDERS>", "(?:.*/)?", StringComparison.Ordinal)
            .Replace("<BELOW>", "[^/].*", StringComparison.Ordinal).Replace("<ALL>", ".*", StringComparison.Ordinal) + "$";
    }
}
