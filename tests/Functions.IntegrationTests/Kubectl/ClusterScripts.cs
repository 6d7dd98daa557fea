using System.Diagnostics;
using Longshore.IntegrationTests.Manifests;
using Longshore.IntegrationTests.S3Contract;

namespace Longshore.IntegrationTests.Kubectl;

/// <summary>
/// The scripts of <c>knative/cluster</c> and kubectl, against one API server. They work on a copy of the folder whose ConfigMaps
/// lie in namespaces of their own, so that they also may be tried on a real cluster.
/// </summary>
internal sealed class ClusterScripts : IDisposable
{
    public const string WhyNot = "the scripts of knative/cluster were not run: install kubectl";

    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-cluster-").FullName;
    private readonly string _config;

    /// <param name="config">A kubeconfig; null is one for an API server without credentials at <paramref name="server"/>.</param>
    public ClusterScripts(string? config, Uri? server)
    {
        Prefix = $"longshore-test-{Path.GetRandomFileName()[..6]}";
        _config = config ?? Path.Combine(_folder, "kubeconfig");
        if (config is null)
        {
            File.WriteAllText(_config, $$"""
                apiVersion: v1
                kind: Config
                current-context: test
                clusters: [{name: test, cluster: {server: "{{server}}"} }]
                contexts: [{name: test, context: {cluster: test, user: test} }]
                users: [{name: test, user: {} }]
                """);
        }

        foreach (var file in Directory.EnumerateFiles(KnativeFolder.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(KnativeFolder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, File.ReadAllText(file)
                .Replace("namespace: knative-serving", $"namespace: {Serving}", StringComparison.Ordinal)
                .Replace("namespace: knative-eventing", $"namespace: {Eventing}", StringComparison.Ordinal));
        }
    }

    public static bool ArePossible => Kustomize.IsPresent && PathTool.Find("sh") is not null;

    public string Prefix { get; }

    public string Serving => $"{Prefix}-serving";

    public string Eventing => $"{Prefix}-eventing";

    /// <summary>Runs a script of <c>knative/cluster</c>.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(string script, params string[] arguments) =>
        StartAsync(PathTool.Find("sh")!, "", [Path.Combine(_folder, "cluster", script), .. arguments]);

    public Task<(int ExitCode, string Output)> KubectlAsync(string input, params string[] arguments) =>
        StartAsync(PathTool.Find("kubectl")!, input, arguments);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<(int ExitCode, string Output)> StartAsync(string program, string input, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        start.Environment["KUBECONFIG"] = _config;
        start.Environment["KUBECACHEDIR"] = Path.Combine(_folder, "cache");
        return PathTool.RunAsync(start, input);
    }
}
