using Longshore.Settings;
using Microsoft.Extensions.Options;

namespace Longshore.Kubernetes;

/// <summary>The cluster's API server, and the identity that this pod has there: settings <c>Kubernetes__*</c>. The defaults are those of every pod.</summary>
internal sealed class KubernetesOptions
{
    public const string Section = "Kubernetes";

    /// <summary>The API server's URL. Default https://kubernetes.default.svc.</summary>
    [Filled]
    public string Url { get; set; } = "https://kubernetes.default.svc";

    /// <summary>
    /// The folder of the pod's ServiceAccount: <c>token</c>, <c>ca.crt</c> and <c>namespace</c>. Kubernetes mounts it where
    /// <c>automountServiceAccountToken</c> is true. Default /var/run/secrets/kubernetes.io/serviceaccount.
    /// </summary>
    [Filled]
    public string ServiceAccount { get; set; } = "/var/run/secrets/kubernetes.io/serviceaccount";
}

/// <summary>Generated checks of <see cref="KubernetesOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class KubernetesOptionsValidator : IValidateOptions<KubernetesOptions>;
