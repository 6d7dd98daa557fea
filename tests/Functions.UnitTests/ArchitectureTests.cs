using System.Text.RegularExpressions;

namespace Longshore.UnitTests;

/// <summary>Holds the arrows of <c>docs/architecture.md</c>: what a folder's sources may refer to.</summary>
public partial class ArchitectureTests
{
    private static readonly string[] Ground = ["Settings", "Telemetry"];
    private static readonly string[] Resources = ["Files", "Storage", "Kubernetes", .. Ground];
    private static readonly string[] Model = ["Hosting", "Events", .. Resources];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Schedule"] = Model,
        ["Sync"] = Model,
        ["Cleanup"] = Model,
        ["DeadLetters"] = Model,
        ["FailedJobs"] = Model,
        ["Ship"] = [.. Model, "Schedule", "Sync", "Cleanup"],
        ["Capacity"] = [.. Model, "Pages"],
        // It reads what the other functions leave in the bucket, and calls none of them.
        ["Status"] = [.. Model, "Schedule", "Cleanup", "DeadLetters", "Capacity", "Pages"],
        ["Hosting"] = Model,
        ["Events"] = ["Events", .. Resources],
        ["Files"] = Resources,
        ["Storage"] = Resources,
        ["Kubernetes"] = ["Settings"],
        ["Settings"] = [],
        ["Telemetry"] = [],
        ["Pages"] = [],
    };

    private static readonly string Names = string.Join('|', Allowed.Keys);

    private static readonly Regex Reference =
        new($@"(?:\bLongshore\.|(?<![\w.])(?=(?:{Names})\.[A-Z]))(?<name>{Names})\b", RegexOptions.Compiled);

    public static TheoryData<string> Folders => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_RefersOnlyToWhatLiesBelowIt(string folder)
    {
        var allowed = Allowed[folder].Append(folder).ToHashSet();
        var wrong = Sources(folder)
            .SelectMany(file => References(File.ReadAllText(file)).Where(name => !allowed.Contains(name)).Select(name => $"{Path.GetFileName(file)} -> {name}"));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Folders_AreAllKnown()
    {
        var folders = Directory.EnumerateDirectories(Functions()).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj" or "Generators"));
        Assert.Equal(Allowed.Keys.Order(), folders.Order());
    }

    [Fact]
    public void References_SeeBothForms() =>
        Assert.Equal(["Sync", "Files"], References("using Longshore.Sync;\n// Cleanup.X\nvar a = \"Hosting.X\"; var b = Files.Timestamp.From(c);"));

    private static IEnumerable<string> References(string source) =>
        Reference.Matches(Noise().Replace(source, " ")).Select(match => match.Groups["name"].Value);

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Functions(), folder), "*.cs", SearchOption.AllDirectories);

    private static string Functions()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Functions.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "functions");
    }

    /// <summary>Comments, string literals, and members such as <c>receipt.Files.Length</c> are no references.</summary>
    [GeneratedRegex(@"//[^\n]*|""(?:[^""\\\n]|\\.)*""|\bnamespace [^\n]*|(?<=[\w)\]!?])\.(?:Events|Files|Settings)\b")]
    private static partial Regex Noise();
}
