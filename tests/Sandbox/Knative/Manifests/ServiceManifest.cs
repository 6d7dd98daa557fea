namespace Longshore.Sandbox.Knative;

/// <summary>
/// What the sandbox needs of a <c>serving.knative.dev/v1</c> Service. The rest of it (probes, volumes, security context)
/// is Kubernetes' business and is not read.
/// </summary>
/// <param name="MaxScale">Pods at most; 0 = no bound.</param>
/// <param name="ContainerConcurrency">Requests that one pod takes at a time; 0 = no bound.</param>
/// <param name="Timeout">Longest time for one request. Default 300 s.</param>
/// <param name="Environment">The container's variables that hold a plain value, ConfigMaps of <c>envFrom</c> included.</param>
/// <param name="MountsVolume">Whether a claim is mounted.</param>
internal sealed record ServiceManifest(string Namespace, string Name, int MaxScale, int ContainerConcurrency, TimeSpan Timeout,
    IReadOnlyDictionary<string, string> Environment, bool MountsVolume)
{
    private const string MaxScaleAnnotation = "autoscaling.knative.dev/max-scale";

    /// <summary>Requests in flight at most; null = no bound.</summary>
    public int? InFlight => MaxScale > 0 && ContainerConcurrency > 0 ? MaxScale * ContainerConcurrency : null;

    /// <param name="document">The manifest.</param>
    /// <param name="space">Its namespace.</param>
    /// <param name="configMaps">Data of the ConfigMaps beside it, by name.</param>
    public static ServiceManifest Read(ManifestNode document, string space,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> configMaps)
    {
        var template = document["spec"]["template"];
        var spec = template["spec"];
        var containers = spec["containers"].Items().ToArray();
        if (containers.Length != 1)
            throw spec["containers"].Wrong($"must list one container and lists {containers.Length}");
        return new ServiceManifest(space, document["metadata"]["name"].Text(),
            template["metadata"]["annotations"][MaxScaleAnnotation].OptionalWhole() ?? 0,
            spec["containerConcurrency"].OptionalWhole() ?? 0,
            TimeSpan.FromSeconds(spec["timeoutSeconds"].OptionalWhole() ?? 300),
            ReadEnvironment(containers[0], configMaps), spec["volumes"].Items().Any());
    }

    private static Dictionary<string, string> ReadEnvironment(ManifestNode container,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> configMaps)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in container["envFrom"].Items())
        {
            if (source["configMapRef"]["name"].OptionalText() is not { } name)
                continue;
            if (!configMaps.TryGetValue(name, out var data))
                throw source["configMapRef"]["name"].Wrong($"names {name}, and no such ConfigMap stands in the folder");
            foreach (var (key, value) in data)
                environment[key] = value;
        }

        foreach (var variable in container["env"].Items())
        {
            if (!variable["valueFrom"].Exists)
                environment[variable["name"].Text()] = variable["value"].OptionalText() ?? "";
        }

        return environment;
    }
}
