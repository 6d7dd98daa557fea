namespace Longshore.IntegrationTests.Kubectl;

/// <summary>
/// <c>knative/cluster/apply.sh</c>: kubectl of PATH against a stand-in for the API server, and against a real one where
/// <c>LONGSHORE_TEST_KUBECONFIG</c> names its kubeconfig. There it makes two namespaces and deletes them.
/// </summary>
public sealed class ApplyTests : IAsyncLifetime
{
    private const string Variable = "LONGSHORE_TEST_KUBECONFIG";

    private FakeApiServer? _fake;
    private ClusterScripts _scripts = null!;

    private static string? RealConfig => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : null;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(ClusterScripts.ArePossible, ClusterScripts.WhyNot);
        _fake = await FakeApiServer.StartAsync();
        _scripts = new ClusterScripts(null, _fake.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _scripts?.Dispose();
        if (_fake is not null)
            await _fake.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Apply_ConfigMapsWithMuchElse_ChangesOurKeysAloneAndUndoes(bool real)
    {
        Assert.SkipUnless(!real || RealConfig is not null,
            $"no real cluster was used: set {Variable} to the kubeconfig of one for tests");
        if (real)
        {
            _scripts.Dispose();
            _scripts = new ClusterScripts(RealConfig, null);
            foreach (var space in (string[])[_scripts.Serving, _scripts.Eventing])
                await ExpectAsync(0, _scripts.KubectlAsync("", "create", "namespace", space));
        }

        try
        {
            await InstallAsync();
            var before = await StateAsync();

            string[] arguments = ["serving", "oidc", "monitoring", "--namespace", "freight"];
            var first = await ExpectAsync(0, _scripts.RunAsync("apply.sh", arguments));
            var after = await StateAsync();
            var second = await ExpectAsync(0, _scripts.RunAsync("apply.sh", arguments));
            var defaults = after["serving config-defaults"]["data"]!;
            var metrics = after["eventing config-observability"]["data"]!;

            Assert.Contains("kubernetes.podspec-securitycontext: \"disabled\" -> \"enabled\"", first, StringComparison.Ordinal);
            Assert.Contains("authentication-oidc: \"disabled\" -> \"enabled\"", first, StringComparison.Ordinal);
            Assert.Equal("900", defaults["max-revision-timeout-seconds"]!.GetValue<string>());
            Assert.Contains("\"900\" stays", first, StringComparison.Ordinal);
            Assert.StartsWith("http://otel-collector.freight.svc.", $"{metrics["metrics-endpoint"]}", StringComparison.Ordinal);
            Assert.Contains("Nothing to do.", second, StringComparison.Ordinal);
            Assert.Equal(after.ToString(), (await StateAsync()).ToString());
            Assert.Equal(before.ToString(), after.WithOurKeysOf(before).ToString());

            var undone = await ExpectAsync(0, _scripts.RunAsync("apply.sh", "--undo", "serving", "oidc", "monitoring"));

            var again = await ExpectAsync(0, _scripts.RunAsync("apply.sh", "--undo"));

            Assert.Contains("podspec-persistent-volume-claim: \"enabled\" -> not set", undone, StringComparison.Ordinal);
            Assert.Equal(before.ToString(), (await StateAsync()).ToString());
            Assert.Contains("Nothing to do.", again, StringComparison.Ordinal);
        }
        finally
        {
            if (real)
                await _scripts.KubectlAsync("", "delete", "namespace", _scripts.Serving, _scripts.Eventing, "--wait=false");
        }
    }

    [Fact]
    public async Task Apply_DryRun_WritesNothing()
    {
        await InstallAsync();
        _fake!.Writes.Clear();

        var output = await ExpectAsync(0, _scripts.RunAsync("apply.sh", "--dry-run", "serving", "oidc", "monitoring"));

        Assert.Contains("Nothing was changed", output, StringComparison.Ordinal);
        Assert.Empty(_fake.Writes);
    }

    /// <summary>A second run must not take what the first one set for the value of before.</summary>
    [Fact]
    public async Task Undo_AfterASecondRun_GoesBackBehindTheFirst()
    {
        await InstallAsync();
        var before = await StateAsync();
        await ExpectAsync(0, _scripts.RunAsync("apply.sh"));
        await PatchAsync("config-features", "kubernetes.podspec-securitycontext", "allowed");
        await ExpectAsync(0, _scripts.RunAsync("apply.sh"));

        await ExpectAsync(0, _scripts.RunAsync("apply.sh", "--undo"));

        Assert.Equal(before.ToString(), (await StateAsync()).ToString());
    }

    [Fact]
    public async Task Undo_AfterANewNamespaceOfTheCollector_GoesBackBehindTheFirst()
    {
        await InstallAsync();
        var before = await StateAsync();
        await ExpectAsync(0, _scripts.RunAsync("apply.sh", "monitoring", "--namespace", "one"));
        await ExpectAsync(0, _scripts.RunAsync("apply.sh", "monitoring", "--namespace", "two"));

        await ExpectAsync(0, _scripts.RunAsync("apply.sh", "monitoring", "--undo"));

        Assert.Equal(before.ToString(), (await StateAsync()).ToString());
    }

    [Fact]
    public async Task Undo_OfAValueThatSomebodyChanged_LeavesAndNamesIt()
    {
        await InstallAsync();
        await ExpectAsync(0, _scripts.RunAsync("apply.sh"));
        await PatchAsync("config-features", "kubernetes.podspec-persistent-volume-claim", "allowed");

        var output = await ExpectAsync(1, _scripts.RunAsync("apply.sh", "--undo"));
        var data = (await StateAsync())["serving config-features"]["data"]!;

        Assert.Contains("volume-claim: \"allowed\" stays, somebody has changed it since", output, StringComparison.Ordinal);
        Assert.Equal("allowed", data["kubernetes.podspec-persistent-volume-claim"]!.GetValue<string>());
        Assert.Equal("disabled", data["kubernetes.podspec-securitycontext"]!.GetValue<string>());
        Assert.Null(data["kubernetes.podspec-persistent-volume-write"]);
    }

    [Fact]
    public async Task Apply_WhereKnativeIsMissing_SaysSo() =>
        Assert.Contains("Serving is not installed", await ExpectAsync(1, _scripts.RunAsync("apply.sh")),
            StringComparison.Ordinal);

    [Fact]
    public async Task Apply_WithoutPermission_SaysWhichConfigMap()
    {
        await InstallAsync();
        _fake!.Forbidden = "configmaps/config-features";

        var output = await ExpectAsync(1, _scripts.RunAsync("apply.sh"));

        Assert.Contains($"cannot read ConfigMap config-features in {_scripts.Serving}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_WrongArgument_ExitsWithTwo() => await ExpectAsync(2, _scripts.RunAsync("apply.sh", "--force"));

    private Task<string> InstallAsync() => ExpectAsync(0, _scripts.KubectlAsync(
        ConfigMaps.Installed(_scripts.Serving, _scripts.Eventing), "create", "--validate=false", "-f", "-"));

    private Task<string> PatchAsync(string name, string key, string value) => ExpectAsync(0, _scripts.KubectlAsync(
        $$$"""{"data": {"{{{key}}}": "{{{value}}}"}}""",
        "-n", _scripts.Serving, "patch", "configmap", name, "--type", "merge", "--patch-file", "/dev/stdin"));

    private async Task<ConfigMaps> StateAsync()
    {
        var maps = new ConfigMaps();
        foreach (var space in (string[])[_scripts.Serving, _scripts.Eventing])
            maps.Add(space, await ExpectAsync(0, _scripts.KubectlAsync("", "-n", space, "get", "configmaps", "-o", "json")));
        return maps;
    }

    private static async Task<string> ExpectAsync(int code, Task<(int ExitCode, string Output)> running)
    {
        var (exit, output) = await running;
        Assert.True(exit == code, output);
        return output;
    }
}
