using System.Collections.Concurrent;
using Longshore.Sandbox.S3.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Longshore.IntegrationTests.Flow;

/// <summary>A store that keeps no checksums, as some S3-compatible ones do, and can damage what it is given.</summary>
internal sealed class ForgetfulStore : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _objects = new();
    private readonly WebApplication _app;

    private ForgetfulStore(WebApplication app) => _app = app;

    /// <summary>Whether a bit of each shipped body is flipped before it is stored.</summary>
    public bool Damages { get; set; }

    public string Url => _app.Urls.First();

    public static async Task<ForgetfulStore> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var store = new ForgetfulStore(builder.Build());
        store._app.Run(store.AnswerAsync);
        await store._app.StartAsync(TestContext.Current.CancellationToken);
        return store;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var path = Uri.UnescapeDataString(http.Request.Path.Value!.TrimStart('/'));
        var key = path.Contains('/', StringComparison.Ordinal) ? path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..] : "";
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        switch (http.Request.Method)
        {
            case "GET" when key.Length == 0:
                await ListAsync(http);
                break;
            case "PUT":
                _objects[key] = Kept(key, body.ToArray());
                http.Response.Headers.ETag = ETag(_objects[key]);
                break;
            case "GET" or "HEAD" when _objects.TryGetValue(key, out var found):
                http.Response.Headers.ETag = ETag(found);
                http.Response.ContentLength = found.Length;
                if (http.Request.Method == "GET")
                    await http.Response.Body.WriteAsync(found);
                break;
            default:
                http.Response.StatusCode = 404;
                if (http.Request.Method == "GET")
                    await http.Response.WriteAsync("<Error><Code>NoSuchKey</Code></Error>");
                break;
        }
    }

    private byte[] Kept(string key, byte[] body)
    {
        if (Damages && !key.StartsWith("_longshore/", StringComparison.Ordinal))
            body[0] ^= 1;
        return body;
    }

    private Task ListAsync(HttpContext http)
    {
        var (prefix, after) = (http.Request.Query["prefix"].ToString(), http.Request.Query["start-after"].ToString());
        http.Response.ContentType = "application/xml";
        var contents = _objects.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal)
            && string.CompareOrdinal(item.Key, after) > 0)
            .OrderBy(item => item.Key, StringComparer.Ordinal)
            .Select(item =>
                $"<Contents><Key>{item.Key}</Key><ETag>{ETag(item.Value)}</ETag><Size>{item.Value.Length}</Size></Contents>");
        return http.Response.WriteAsync(
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>false</IsTruncated>"
            + string.Concat(contents) + "</ListBucketResult>");
    }

    private static string ETag(byte[] body) => $"\"{Convert.ToHexStringLower(Digests.Md5(new Body([body])))}\"";
}
