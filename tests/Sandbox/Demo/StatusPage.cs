namespace Longshore.Sandbox.Demo;

/// <summary>The page of the status function, for people to look at.</summary>
internal static class StatusPage
{
    public const string Function = "status";
    public const string Path = "/status";

    /// <summary>Keeps the page as it is now.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="HttpRequestException">The function does not answer with a page.</exception>
    public static async Task<string> KeepAsync(SandboxCluster cluster, string file, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var page = await client.GetStringAsync(new Uri(cluster.Services[Function], Path), cancellation);
        await File.WriteAllTextAsync(file, page, cancellation);
        return file;
    }
}
