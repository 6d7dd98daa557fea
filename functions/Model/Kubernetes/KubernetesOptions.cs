using System.ComponentModel.DataAnnotations;

namespace Longshore.Model.Kubernetes;

/// <summary>How to reach the API server: settings <c>Kubernetes__*</c>. The defaults fit every pod.</summary>
public sealed class KubernetesOptions : IValidatableObject
{
    public const string Section = "Kubernetes";

    /// <summary>The API server's URL. Default https://kubernetes.default.svc.</summary>
    public string Url { get; set; } = "https://kubernetes.default.svc";

    /// <summary>
    /// The folder of the pod's ServiceAccount: <c>token</c>, <c>ca.crt</c> and <c>namespace</c>. Kubernetes mounts it where
    /// <c>automountServiceAccountToken</c> is true. Default /var/run/secrets/kubernetes.io/serviceaccount.
    /// </summary>
    [Filled]
    public string ServiceAccount { get; set; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!WebAddress.TryParse(Url, out _))
            yield return new($"Kubernetes__Url holds '{Url}'; it takes an absolute http or https URL.");
    }
}

[OptionsValidator]
internal sealed partial class KubernetesOptionsValidator : IValidateOptions<KubernetesOptions>;
