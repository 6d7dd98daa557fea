using System.Text.RegularExpressions;
using Longshore.FaultTests.Stage;
using Longshore.Stage;

namespace Longshore.FaultTests.Sabotage;

/// <summary>Shows that the suite can fail.</summary>
public sealed partial class SabotageTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. Sabotages.All.Select(sabotage => sabotage.Name)];

    /// <summary>Keeps the list in step with the sources; building and running them all is <c>make sabotage</c>.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Sabotage_Sources_StillFit(string name)
    {
        var source = SabotagedSource.Of(Sabotages.All.Single(each => each.Name == name));
        Assert.True(File.Exists(source.Project), $"{source.Project} does not exist.");
    }

    [Fact(Explicit = true)]
    public async Task EachSabotage_TheWholeSuite_CatchesIt()
    {
        var wanted =
            Environment.GetEnvironmentVariable("LONGSHORE_SABOTAGE")?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var missed = new List<string>();
        var healthy = Broken((await SuiteAsync(AppContext.BaseDirectory)).Text);
        Assert.True(healthy.Length == 0, $"The suite fails without any sabotage: {string.Join(", ", healthy)}");
        foreach (var sabotage in Sabotages.All.Where(each => wanted.Length == 0 || wanted.Contains(each.Name)))
        {
            // Inside the repository, where the suite finds the manifests.
            var folder = Path.Combine(Sandbox.Demo.Repository.Root, "artifacts", "sabotage", sabotage.Name);
            Directory.CreateDirectory(folder);
            try
            {
                var build = new SabotageBuild(sabotage, folder);
                await build.MakeAsync();
                var shown = Broken((await SuiteAsync(build.Suite)).Text);
                Tell($"{(shown.Length == 0 ? "MISSED" : "caught")} {sabotage.Name}, which breaks promise {sabotage.Promise}");
                foreach (var line in shown.Take(4))
                    Tell($"    {line}");
                if (shown.Length == 0)
                    missed.Add(sabotage.Name);
            }
            finally
            {
                Folders.Delete(folder);
            }
        }

        Assert.Empty(missed);
    }

    /// <summary>Runs all tests but these, and but the sweep, which runs the real binary hundreds of times.</summary>
    private static Task<(int Status, string Text)> SuiteAsync(string folder) =>
        SabotageBuild.RunAsync(Path.Combine(folder, "Functions.FaultTests"), Sandbox.Demo.Repository.Root,
        new Dictionary<string, string>
        {
            ["LONGSHORE_WORLDS"] =
            Environment.GetEnvironmentVariable("LONGSHORE_WORLDS") ?? "40",
            ["LONGSHORE_STOP"] = "1"
        },
        "-noColor", "-method-", "*Sabotage*", "-namespace-", "Longshore.FaultTests.Sweep");

    private static string[] Broken(string text) => [.. Shown().Matches(text).Select(match => match.Value.Trim()).Distinct()
        .Where(line => !line.Contains("unfinished:", StringComparison.Ordinal)
            && !line.Contains(nameof(Worlds.WorldTests), StringComparison.Ordinal))];

    private void Tell(string text)
    {
        output.WriteLine(text);
        Console.Error.WriteLine(text);
    }

    /// <summary>A world's seed with the first promise that it saw broken, or the name of a test.</summary>
    [GeneratedRegex(@"^World \d+ broke a promise.*\n.*$|^.* \[FAIL\]$", RegexOptions.Multiline)]
    private static partial Regex Shown();
}
