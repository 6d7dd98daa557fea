using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Longshore.UnitTests.Model.Kubernetes;

/// <summary>A certificate authority as each cluster has one, and a certificate of it for 127.0.0.1.</summary>
internal sealed class ClusterAuthority : IDisposable
{
    private readonly X509Certificate2 _root;

    public ClusterAuthority()
    {
        using var rootKey = ECDsa.Create();
        using var key = ECDsa.Create();
        var now = TimeProvider.System.GetUtcNow();
        var request = new CertificateRequest("CN=kubernetes", rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var server = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        server.CertificateExtensions.Add(names.Build());
        using var signed = server.Create(_root, now.AddHours(-1), now.AddHours(1), [1]);
        Server = signed.CopyWithPrivateKey(key);
    }

    public X509Certificate2 Server { get; }

    /// <summary>What Kubernetes mounts as <c>ca.crt</c>.</summary>
    public string Pem => _root.ExportCertificatePem();

    public void Dispose()
    {
        Server.Dispose();
        _root.Dispose();
    }
}
