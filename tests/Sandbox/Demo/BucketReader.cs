using System.Net;
using System.Xml.Linq;

namespace Longshore.Sandbox.Demo;

/// <summary>An object as a listing shows it.</summary>
internal sealed record ListedObject(string Key, long Size);

/// <summary>Lists and reads a bucket over HTTP, path-style.</summary>
internal sealed class BucketReader(Uri endpoint, string bucket, Signature signature) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 32 });

    /// <summary>Every object under a prefix.</summary>
    public async Task<List<ListedObject>> ListAsync(string prefix, CancellationToken cancellation)
    {
        var found = new List<ListedObject>();
        string? token = null;
        do
        {
            var query = $"?list-type=2&encoding-type=url&prefix={Uri.EscapeDataString(prefix)}"
                + (token is null ? "" : $"&continuation-token={Uri.EscapeDataString(token)}");
            using var response = await SendAsync(HttpMethod.Get, $"/{bucket}{query}", cancellation);
            var page = XDocument.Parse(await response.Content.ReadAsStringAsync(cancellation)).Root!;
            var xml = page.Name.Namespace;
            found.AddRange(page.Elements(xml + "Contents").Select(entry => new ListedObject(
                WebUtility.UrlDecode((string)entry.Element(xml + "Key")!), (long)entry.Element(xml + "Size")!)));
            token = (string?)page.Element(xml + "NextContinuationToken");
        }
        while (token is not null);

        return found;
    }

    /// <summary>An object's bytes.</summary>
    public async Task<byte[]> ReadAsync(string key, CancellationToken cancellation)
    {
        using var response = await OpenAsync(key, cancellation);
        return await response.Content.ReadAsByteArrayAsync(cancellation);
    }

    /// <summary>An object as a response whose body is still to be read.</summary>
    public Task<HttpResponseMessage> OpenAsync(string key, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, $"/{bucket}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}", cancellation);

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string pathAndQuery, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(endpoint, pathAndQuery));
        signature.Sign(request);
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new HttpRequestException(
                $"S3 answered {(int)response.StatusCode} to {method} {pathAndQuery}: "
                + $"{await response.Content.ReadAsStringAsync(cancellation)}");
    }
}
