using System.Text.Json;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3;

/// <summary>
/// The sandbox's own interface, unsigned: <c>GET|POST|DELETE /_sandbox/faults</c> (a <see cref="Fault"/> or a list of them),
/// <c>GET /_sandbox/counters</c>, <c>GET /_sandbox/journal</c>, <c>GET /_sandbox/objects?bucket=…&amp;prefix=…</c> with the
/// SHA-256 of every object computed afresh from its bytes.
/// </summary>
internal sealed class AdminEndpoint(S3Server server)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public async Task HandleAsync(HttpContext http, PathString path)
    {
        try
        {
            var (status, answer) = await AnswerAsync(http.Request, path);
            http.Response.StatusCode = status;
            if (answer is not null)
                await http.Response.WriteAsJsonAsync(answer, Json, http.RequestAborted);
        }
        catch (Exception invalid) when (invalid is JsonException or ArgumentException or Http.S3Exception)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsJsonAsync(new { error = invalid.Message }, Json, http.RequestAborted);
        }
    }

    private async Task<(int Status, object? Answer)> AnswerAsync(HttpRequest request, PathString path)
    {
        switch (request.Method, path.Value)
        {
            case ("GET", "/faults"):
                return (200, server.Faults.Active);
            case ("POST", "/faults"):
                foreach (var fault in await ReadFaultsAsync(request))
                    server.Faults.Add(fault);
                return (200, server.Faults.Active);
            case ("DELETE", "/faults"):
                server.Faults.Clear();
                return (204, null);
            case ("GET", "/counters"):
                return (200, server.Counters.Snapshot());
            case ("GET", "/journal"):
                return (200, server.Store.Journal.Entries);
            case ("GET", "/objects"):
                var prefix = request.Query["prefix"].ToString();
                return (200, server.Store.Bucket(request.Query["bucket"].ToString()).Objects()
                    .Where(stored => stored.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(Describe));
            default:
                return (404, new { error = $"{request.Method} /_sandbox{path} does not exist" });
        }
    }

    private static async Task<Fault[]> ReadFaultsAsync(HttpRequest request)
    {
        using var document = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? document.RootElement.Deserialize<Fault[]>(Json)!
            : [document.RootElement.Deserialize<Fault>(Json)!];
    }

    private static object Describe(StoredObject stored) => new
    {
        stored.Key,
        stored.Size,
        stored.ETag,
        stored.VersionId,
        sha256 = Convert.ToHexStringLower(Digests.Sha256(stored.Body)),
    };
}
