using System.Text;
using Longshore.Cli;
using Longshore.Cli.Replay;
using Longshore.IntegrationTests.Flow;
using Longshore.Stage;

namespace Longshore.IntegrationTests.DeadLetters;

/// <summary>Dead letters of a <see cref="Cluster"/>, and <c>longshore replay</c> with the role of deadletter.</summary>
internal static class LetterRig
{
    public const string BatchReady = "dev.longshore.batch.ready";

    /// <summary>An event that can never be handled.</summary>
    public const string Poison = """{"files":[{"path":"/etc/passwd"}]}""";

    /// <summary>Runs the verb.</summary>
    /// <returns>Its exit code, and its two outputs together.</returns>
    public static async Task<(int Exit, string Output)> ReplayAsync(this Cluster cluster, params string[] arguments)
    {
        using var output = new StringWriter();
        var verb = new ReplayVerb(
            ("K_SINK", cluster.Sink.ToString()),
            ("S3:Bucket", Cluster.Bucket),
            ("S3:ServiceUrl", cluster.S3.Endpoint.ToString()),
            ("S3:StsUrl", cluster.S3.Endpoint.ToString()),
            ("S3:ForcePathStyle", "true"),
            ("S3:RoleArn", "arn:aws:iam::123456789012:role/longshore-deadletter"),
            ("S3:ExternalId", Cluster.ExternalId));
        var exit = await new CommandLine(output, output, verb).RunAsync([verb.Name, .. arguments]);
        return (exit, output.ToString());
    }

    /// <summary>Keys of the dead letters without their folder and hash, such as <c>.1.json</c>; of one event.</summary>
    public static string[] Suffixes(this Cluster cluster) =>
        [.. cluster.State("deadletters").Select(key => key[key.IndexOf('.', StringComparison.Ordinal)..])
            .Order(StringComparer.Ordinal)];

    public static string Letter(this Cluster cluster, string suffix) =>
        cluster.State("deadletters").Single(key => key[key.IndexOf('.', StringComparison.Ordinal)..] == suffix);

    /// <summary>Posts to the dead-letter sink as the broker would.</summary>
    public static async Task<HttpResponseMessage> BuryAsync(
        this Cluster cluster, string type, string data, string id, params (string Name, string Value)[] extensions)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(data));
        content.Headers.ContentType = new("application/json");
        (string, string)[] attributes =
            [("specversion", "1.0"), ("type", type), ("source", "/cluster"), ("id", id), ("knativeerrorcode", "503")];
        foreach (var (name, value) in attributes.Concat(extensions))
            content.Headers.Add($"ce-{name}", value);
        return await client.PostAsync(new Uri(cluster.AddressOf("deadletter"), "/deadletters"), content,
            TestContext.Current.CancellationToken);
    }
}
