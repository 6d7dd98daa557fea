using System.Text.Json;
using System.Text.RegularExpressions;
using Longshore.IntegrationTests.Manifests;

namespace Longshore.IntegrationTests.Iam;

/// <summary>The files of knative/iam among themselves, with the manifests and with the documentation.</summary>
public sealed partial class PolicyFileTests
{
    private static readonly string Folder = Path.Combine(KnativeFolder.Path, "iam");

    private static string Security => File.ReadAllText(Path.Combine(KnativeFolder.Root, "docs", "security.md"));

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
        .Select(static file => Path.GetRelativePath(Folder, file).Replace('\\', '/'));

    [Fact]
    public void Placeholders_OfAllFiles_AreFilledInByTheDocumentedCommand()
    {
        var page = File.ReadAllText(Path.Combine(KnativeFolder.Root, "docs", "aws.md"));
        var filled = FilledIn().Match(page).Groups[1].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(static name => name.TrimStart('$')).ToHashSet();

        var used = Files.SelectMany(static file => Placeholder().Matches(File.ReadAllText(Path.Combine(Folder, file))))
            .Select(static match => match.Groups[1].Value);

        Assert.Empty(used.Except(filled));
    }

    [Fact]
    public void Statements_OfAllFiles_AreExplained()
    {
        var explained = Security;

        Assert.All(Files.Where(static file => file != "lifecycle.json"), file =>
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
            Assert.All(document.RootElement.GetProperty("Statement").EnumerateArray(), statement =>
                Assert.Contains(statement.GetProperty("Sid").GetString()!, explained, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Roles_OfTheFolder_AreThoseOfTheFunctionsThatUseS3AndOfAWriter()
    {
        string[] ofNoRole = ["bucket-policy.json", "kms-policy.json"];
        var expected = AppFunctions.WithStore.Append("writer")
            .SelectMany(static name => new[] { $"{name}-policy.json", $"{name}-trust.json" });

        Assert.Equal(expected.Concat(ofNoRole).Order(), Files.Where(static file => OfRole().IsMatch(file)).Order());
    }

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Roles_ThatManifestsName_HaveTheirFiles(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        var roles = manifests.SelectMany(static manifest => manifest.Functions)
            .Select(container => Manifest.Environment(container, manifests))
            .Where(static environment => AppFunctions.WithStore.Contains(environment["FUNCTIONS"]))
            .Select(static environment => environment["S3__RoleArn"].Split('/')[^1]);

        Assert.All(roles, static role =>
        {
            Assert.StartsWith("longshore-", role, StringComparison.Ordinal);
            Assert.Contains($"{role["longshore-".Length..]}-policy.json", Files);
            Assert.Contains($"{role["longshore-".Length..]}-trust.json", Files);
        });
    }

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Roles_OfAService_AreItsOwn(string target)
    {
        var manifests = await Overlays.RenderAsync(target);

        Assert.All(manifests.Where(static manifest => manifest.Functions.Any()), manifest =>
        {
            var environment = Manifest.Environment(manifest.Functions.Single(), manifests);
            if (!AppFunctions.WithStore.Contains(environment["FUNCTIONS"]))
                Assert.DoesNotContain("S3__RoleArn", environment.Keys);
            else
                Assert.EndsWith(
                    $":role/longshore-{environment["FUNCTIONS"]}", environment["S3__RoleArn"], StringComparison.Ordinal);
            Assert.Equal($"longshore-{environment["FUNCTIONS"]}", manifest.Pod!["serviceAccountName"]!.GetValue<string>());
        });
    }

    [GeneratedRegex(@"\$\{([A-Z_]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^[a-z-]+-(policy|trust)[.]json$")]
    private static partial Regex OfRole();

    [GeneratedRegex("envsubst '([^']+)'")]
    private static partial Regex FilledIn();
}
