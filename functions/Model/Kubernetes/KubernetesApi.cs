using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Longshore.Model.Kubernetes;

/// <summary>
/// Reads from the Kubernetes API as this pod's ServiceAccount. Safe for parallel use.
/// Source: Kubernetes, "Accessing the Kubernetes API from a Pod".
/// </summary>
public sealed class KubernetesApi : IDisposable
{
    /// <summary>Bytes. Larger answers are refused: a page of 100 Jobs takes about 1 MB, a Secret 1 MiB at most.</summary>
    private const int LargestAnswer = 4 << 20;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private readonly KubernetesOptions _options;
    private readonly Lazy<HttpClient> _http;

    public KubernetesApi(IOptions<KubernetesOptions> options)
    {
        _options = options.Value;
        // A failure is not kept: the next request tries again.
        _http = new(Connect, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The namespace that this pod runs in.</summary>
    /// <exception cref="KubernetesUnavailableException">No ServiceAccount is mounted.</exception>
    public string Namespace => Read("namespace");

    /// <summary>The body of the answer to GET.</summary>
    /// <param name="path">Absolute, with its escapes: <c>/openid/v1/jwks</c>.</param>
    /// <returns>Null if the API server answers 404; every other failure throws.</returns>
    /// <exception cref="KubernetesUnavailableException">
    /// No answer within 10 s, another status than 200 and 404, too large an answer, or no ServiceAccount.
    /// </exception>
    public async Task<byte[]?> GetAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            // Read for each request: Kubernetes renews the token in its file.
            request.Headers.Authorization = new("Bearer", Read("token"));
            using var response = await _http.Value.SendAsync(request, cancellation);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => await response.Content.ReadAsByteArrayAsync(cancellation),
                HttpStatusCode.NotFound => null,
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new KubernetesUnavailableException(
                    $"The Kubernetes API refused GET {path} ({(int)response.StatusCode}); "
                    + "check the Role and RoleBinding of this pod's ServiceAccount."),
                var status => throw new KubernetesUnavailableException(
                    $"The Kubernetes API answered {(int)status} to GET {path}."),
            };
        }
        catch (Exception error) when (error is HttpRequestException or CryptographicException)
        {
            throw new KubernetesUnavailableException(
                $"GET {path} of the Kubernetes API at {_options.Url} failed: {error.GetBaseException().Message}", error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new KubernetesUnavailableException(
                $"The Kubernetes API at {_options.Url} gave no answer to GET {path} within {TimeLimit.TotalSeconds} s; "
                + "check that the network lets this pod reach it.", error);
        }
    }

    public void Dispose()
    {
        if (_http.IsValueCreated)
            _http.Value.Dispose();
    }

    private HttpClient Connect()
    {
        var url = new Uri(_options.Url);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (url.Scheme == Uri.UriSchemeHttps)
        {
            // Only the cluster's own authority: no public one signs the API server's certificate.
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPem(Read("ca.crt"));
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return new(handler) { BaseAddress = url, Timeout = TimeLimit, MaxResponseContentBufferSize = LargestAnswer };
    }

    private string Read(string name)
    {
        var file = Path.Combine(_options.ServiceAccount, name);
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesUnavailableException(
                $"{file} cannot be read; set automountServiceAccountToken: true on this pod's ServiceAccount "
                + $"({error.Message}).", error);
        }
    }
}

/// <summary>
/// The API server gave no answer, or an unexpected one. Temporary: the event is answered 503 and retried.
/// </summary>
/// <param name="message">Names what was asked, what came back, and what to do.</param>
/// <param name="inner">The error behind it, if there is one.</param>
public sealed class KubernetesUnavailableException(string message, Exception? inner = null) : RetryLaterException(message, inner);
