using System.Text.Json.Nodes;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>
/// The fields of Kubernetes' own kinds and of the Prometheus Operator's, as far as these manifests use them; a field that is not
/// here is refused until somebody has looked it up. Source: Kubernetes API reference 1.36; Prometheus Operator API reference,
/// monitoring.coreos.com/v1.
/// </summary>
internal static class CoreKinds
{
    /// <summary>
    /// A shape a line: its name, then its members. <c>!</c> is required, <c>[]</c> a list, <c>{}</c> a map of strings,
    /// <c>@shape</c> another shape; nothing more is a string, <c>#</c> an integer, <c>?</c> a boolean, <c>%</c> an integer or a
    /// string.
    /// </summary>
    private const string Shapes = """
        meta: name! namespace labels{} annotations{}
        key: name! optional?
        selector: matchLabels{} matchExpressions[]@requirement
        requirement: key! operator! values[]
        envVar: name! value
        envFrom: configMapRef@key secretRef@key
        port: name containerPort#! protocol
        httpGet: path port% scheme
        exec: command[]
        probe: httpGet@httpGet exec@exec periodSeconds# timeoutSeconds# failureThreshold# initialDelaySeconds#
        mount: name! mountPath! readOnly? subPath
        seccomp: type!
        capabilities: drop[]
        containerSecurity: allowPrivilegeEscalation? readOnlyRootFilesystem? runAsNonRoot? runAsUser# runAsGroup#
          capabilities@capabilities seccompProfile@seccomp
        podSecurity: runAsNonRoot? runAsUser# runAsGroup# fsGroup# fsGroupChangePolicy supplementalGroups[]#
          seccompProfile@seccomp
        resources: requests{} limits{}
        container: name! image! command[] args[] env[]@envVar envFrom[]@envFrom ports[]@port startupProbe@probe
          readinessProbe@probe livenessProbe@probe securityContext@containerSecurity resources@resources volumeMounts[]@mount
        claimVolume: claimName! readOnly?
        configMapVolume: name! defaultMode#
        volume: name! persistentVolumeClaim@claimVolume configMap@configMapVolume
        pod: automountServiceAccountToken? enableServiceLinks? serviceAccountName restartPolicy securityContext@podSecurity
          containers[]@container volumes[]@volume terminationGracePeriodSeconds#
        template: metadata@templateMeta spec@pod
        templateMeta: labels{} annotations{}
        strategy: type!
        deployment: replicas# strategy@strategy selector@selector! template@template!
        exitCodes: containerName operator! values[]#!
        podCondition: type! status
        failureRule: action! onExitCodes@exitCodes onPodConditions[]@podCondition
        failurePolicy: rules[]@failureRule!
        job: backoffLimit# activeDeadlineSeconds# ttlSecondsAfterFinished# podFailurePolicy@failurePolicy completions#
          parallelism# template@template!
        jobSinkJob: metadata@templateMeta spec@job!
        servicePort: name port#! targetPort% protocol
        service: selector{} ports[]@servicePort
        claim: accessModes[]! storageClassName resources@resources!
        quota: hard{}!
        peer: namespaceSelector@selector podSelector@selector
        peerPort: protocol port%
        ingressRule: from[]@peer ports[]@peerPort
        networkPolicy: podSelector@selector! policyTypes[] ingress[]@ingressRule
        rule: record alert expr%! for labels{} annotations{}
        ruleGroup: name! interval rules[]@rule
        ruleSpec: groups[]@ruleGroup
        scrape: port path interval honorLabels?
        monitorSpec: selector@selector! endpoints[]@scrape!
        policyRule: apiGroups[] resources[] resourceNames[] verbs[]!
        roleRef: apiGroup! kind! name!
        roleSubject: kind! name! namespace
        v1 Namespace: metadata@meta!
        v1 ServiceAccount: metadata@meta! automountServiceAccountToken?
        v1 ConfigMap: metadata@meta! data{}
        v1 Secret: metadata@meta! type stringData{}
        v1 ResourceQuota: metadata@meta! spec@quota!
        v1 PersistentVolumeClaim: metadata@meta! spec@claim!
        v1 Service: metadata@meta! spec@service!
        apps/v1 Deployment: metadata@meta! spec@deployment!
        rbac.authorization.k8s.io/v1 Role: metadata@meta! rules[]@policyRule
        rbac.authorization.k8s.io/v1 RoleBinding: metadata@meta! subjects[]@roleSubject roleRef@roleRef!
        networking.k8s.io/v1 NetworkPolicy: metadata@meta! spec@networkPolicy!
        monitoring.coreos.com/v1 PrometheusRule: metadata@meta! spec@ruleSpec!
        monitoring.coreos.com/v1 ServiceMonitor: metadata@meta! spec@monitorSpec!
        storage.k8s.io/v1 StorageClass: metadata@meta! provisioner! parameters{} reclaimPolicy mountOptions[] volumeBindingMode
          allowVolumeExpansion?
        """;

    private static readonly Dictionary<string, string[]> Lines = Shapes
        .Replace("\n  ", " ", StringComparison.Ordinal).Split('\n').Select(
        static line => line.Split(": ")).ToDictionary(
        static parts => parts[0], static parts => parts[1].Split(' '), StringComparer.Ordinal);

    /// <summary>Null if the kind is not Kubernetes' own, or is not used here.</summary>
    public static JsonObject? Find(string kind) =>
        Lines.ContainsKey(kind) && kind.Contains(' ', StringComparison.Ordinal) ? Shape(kind) : null;

    /// <summary>A shape as a structural schema.</summary>
    public static JsonObject Shape(string name)
    {
        var schema = new JsonObject { ["type"] = "object" };
        var (members, required) = (new JsonObject(), new JsonArray());
        if (name.Contains(' ', StringComparison.Ordinal))
            (members["apiVersion"], members["kind"]) = (Leaf(""), Leaf(""));
        foreach (var text in Lines[name])
        {
            var field = new string([.. text.TakeWhile(char.IsAsciiLetterOrDigit)]);
            var rest = text[field.Length..];
            if (rest.EndsWith('!'))
                required.Add(field);
            members[field] = Type(rest.TrimEnd('!'));
        }

        (schema["properties"], schema["required"]) = (members, required);
        return schema;
    }

    private static JsonObject Type(string text) => text switch
    {
        ['[', ']', .. var each] => new JsonObject { ["type"] = "array", ["items"] = Type(each) },
        "{}" => new JsonObject { ["type"] = "object", ["additionalProperties"] = Leaf("") },
        ['@', .. var shape] => Shape(shape),
        _ => Leaf(text),
    };

    private static JsonObject Leaf(string mark) => mark switch
    {
        "" => new JsonObject { ["type"] = "string" },
        "#" => new JsonObject { ["type"] = "integer" },
        "?" => new JsonObject { ["type"] = "boolean" },
        "%" => new JsonObject { ["x-kubernetes-int-or-string"] = true },
        _ => throw new FormatException($"'{mark}' is no mark of a shape."),
    };
}
