using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Stage;

/// <summary>What the tests of single situations share.</summary>
internal static class Scenes
{
    public const string Synced = "dev.longshore.batch.synced";
    public const string Ready = "dev.longshore.batch.ready";

    /// <summary>Parts that the store takes of a probe, and multipart uploads that a probe begins: once a process.</summary>
    public const int PartsOfProbe = 2;
    public const int UploadsOfProbe = 2;

    /// <summary>Files left alone for long enough are an hour old to the functions.</summary>
    public static StageOptions Calm { get; } = new() { Ahead = TimeSpan.FromMinutes(1) };

    /// <param name="seed">The same one gives the same bytes; without one they differ at each call.</param>
    public static byte[] Write(this Cluster cluster, string path, int bytes = 100, int? seed = null)
    {
        var content = new byte[bytes];
        (seed is { } given ? new Random(given) : Random.Shared).NextBytes(content);
        var full = Path.Combine(cluster.Volume, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return content;
    }

    public static string ReadyData(params string[] paths) =>
        $$"""{"minAge":"PT2S","files":[{{string.Join(',', paths.Select(path => $$"""{"path":"{{path}}"}"""))}}]}""";

    public static bool OnVolume(this Cluster cluster, string path) => File.Exists(Path.Combine(cluster.Volume, path));

    public static string[] Left(this Cluster cluster) =>
        [.. Directory.EnumerateFiles(cluster.Volume, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(cluster.Volume, file))
        .Where(path => !path.StartsWith(".longshore", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static string[] Shipped(this Cluster cluster) => [.. cluster.Objects.Objects().Select(stored => stored.Key)
        .Where(key => !key.StartsWith("_longshore/", StringComparison.Ordinal))];

    /// <summary>Longshore's records in a folder; those of cleanups that have begun are <see cref="Begun"/>.</summary>
    public static string[] State(this Cluster cluster, string folder) =>
        [.. cluster.Objects.Objects().Select(stored => stored.Key)
        .Where(key => key.StartsWith($"_longshore/{folder}/", StringComparison.Ordinal)
            && !key.EndsWith(".begun.json", StringComparison.Ordinal))];

    public static string[] Begun(this Cluster cluster) => [.. cluster.Objects.Objects().Select(stored => stored.Key)
        .Where(key => key.StartsWith("_longshore/cleanups/", StringComparison.Ordinal)
            && key.EndsWith(".begun.json", StringComparison.Ordinal))];

    /// <summary>Puts an object past all policies, as whoever has stolen a role would.</summary>
    public static StoredObject Forge(
        this Cluster cluster, string key, byte[] bytes, string? etag = null, DateTimeOffset? at = null)
    {
        var body = new Body([bytes]);
        var stored = new StoredObject
        {
            Key = key,
            Body = body,
            ETag = etag ?? Convert.ToHexStringLower(Digests.Md5(body)),
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            LastModified = at ?? DateTimeOffset.UnixEpoch,
        };
        cluster.Objects.Put(stored, _ => { });
        return stored;
    }

    public static byte[] Bytes(this Cluster cluster, string key) => cluster.Objects.Get(key)!.Body.ToArray();

    public static string Sha256Of(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static JsonElement Document(this Cluster cluster, string key) => Json.Of(cluster.Objects.Get(key)!);

    /// <summary>Ships files and leaves cleanup out of it.</summary>
    /// <returns>The reply of sync: batch.synced.</returns>
    public static async Task<(string Data, string DataRef)> SyncAsync(this Cluster cluster, params string[] paths)
    {
        using var response = await cluster.SendAsync("sync", Ready, ReadyData(paths));
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        Assert.Equal(Synced, Header(response, "ce-type"));
        return (body, Header(response, "ce-dataref"));
    }

    public static async Task<(HttpStatusCode Status, string Body)> CleanAsync(
        this Cluster cluster, (string Data, string DataRef) synced)
    {
        using var response = await cluster.SendAsync("cleanup", Synced, synced.Data, null, ("dataref", synced.DataRef));
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? values.Single() : "";

    /// <summary>Waits for what must come about soon.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(2, limit.Token);
    }

    public static int Kept(string cleaned, string reason)
    {
        using var document = JsonDocument.Parse(cleaned);
        return document.RootElement.GetProperty("kept").TryGetProperty(reason, out var count) ? count.GetInt32() : 0;
    }
}
