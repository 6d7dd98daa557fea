using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Longshore.Cli;
using Longshore.Cli.Status;
using Longshore.IntegrationTests.DeadLetters;
using Longshore.IntegrationTests.Flow;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;

namespace Longshore.IntegrationTests.Status;

/// <summary>
/// A run with everything that a status has to tell of: files shipped, deferred, failed, an event dead, names that are hostile,
/// objects that are damaged.
/// </summary>
internal static class StatusScene
{
    public const string Failed = "<img src=x onerror=alert(1)>.dat";
    public const string Deferred = "\"><script>alert(2)</script>.dat";
    public const string LetterId = "it's <b onclick=alert(3)>";
    public const string Foreign = "_longshore/receipts/<svg onload=alert(4)>.json";
    public const string Cut = "_longshore/receipts/00000000000000000000000000000001/1.json";
    public const int Shipped = 30;

    public static async Task<Cluster> StartAsync()
    {
        var cluster = await Cluster.StartAsync(StageOptions.HourAhead with
        {
            Settings =
            new Dictionary<string, string?> { ["Sync:OnConflict"] = "Fail", ["Schedule:BatchFiles"] = "20" }
        });
        for (var file = 0; file < Shipped; file++)
            cluster.Write(string.Create(CultureInfo.InvariantCulture, $"2026-11-24T10/frame-{file:D3}.jpg"), 13_000);
        await LastAsync(cluster);
        return cluster;
    }

    private static async Task LastAsync(Cluster cluster)
    {
        // Other bytes lie under its key already.
        cluster.Put(Failed, "theirs");
        cluster.Write(Failed);
        await cluster.ScanAsync();
        // A writer names a file with a size that it has no more.
        cluster.Write(Deferred);
        var data = JsonSerializer.Serialize(new { files = new[] { new { path = Deferred, size = 1 } } });
        await cluster.PublishAsync(LetterRig.BatchReady, data);
        await cluster.BuryAsync(LetterRig.BatchReady, LetterRig.Poison, Uri.EscapeDataString(LetterId));
        cluster.Put(Foreign, "not ours");
        foreach (var folder in new[] { "scans", "receipts", "cleanups" })
            cluster.Put($"_longshore/{folder}/permission", "what a store kept that should have refused it");
        cluster.Put(Cut, "{\"schema\":\"longshore.receipt/1\",\"batch\":");
    }

    /// <summary>
    /// A run every 12 hours for six days, of which one was missed; the last one is that of <see cref="StartAsync"/>.
    /// </summary>
    public static async Task<Cluster> WeekAsync()
    {
        var cluster = await Cluster.StartAsync(StageOptions.HourAhead with
        {
            Settings = new Dictionary<string,
                string?>
            { ["Sync:OnConflict"] = "Fail", ["Schedule:BatchFiles"] = "20", ["Status:Window"] = "P8D" },
        });
        foreach (var run in Enumerable.Range(0, 12))
        {
            cluster.Time.Ahead = TimeSpan.FromHours(1 + (run * 12));
            for (var file = 0; file < 30 + (run * 7 % 20); file++)
                cluster.Write(string.Create(CultureInfo.InvariantCulture,
                    $"2026-11-{18 + (run / 2)}T{run % 2 * 12:D2}/frame-{file:D3}.jpg"), 60_000);
            if (run == 11)
                await LastAsync(cluster);
            else if (run != 7)
                await cluster.ScanAsync();
        }

        return cluster;
    }

    /// <summary>Puts an object past all policies, as somebody else would.</summary>
    public static void Put(this Cluster cluster, string key, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        // The ETag of a single part, which says nothing of the bytes.
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        cluster.Objects.Put(new StoredObject
        {
            Key = key,
            Body = new Body([bytes]),
            ETag = sha256[..32] + "-1",
            Sha256 = sha256,
            LastModified = TimeProvider.System.GetUtcNow(),
        }, static _ => { });
    }

    public static Uri PageOf(this Cluster cluster) => new(cluster.AddressOf("status"), "/status");

    public static async Task<(int Exit, string Output, string Errors)> StatusAsync(
        this Cluster cluster, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var verb = new StatusVerb(
            ("S3:Bucket", Cluster.Bucket),
            ("S3:ServiceUrl", cluster.S3.Endpoint.ToString()),
            ("S3:StsUrl", cluster.S3.Endpoint.ToString()),
            ("S3:ForcePathStyle", "true"),
            ("S3:RoleArn", "arn:aws:iam::123456789012:role/longshore-status"),
            ("S3:ExternalId", Cluster.ExternalId));
        var exit = await new CommandLine(output, errors, verb).RunAsync([verb.Name, .. arguments]);
        return (exit, output.ToString(), errors.ToString());
    }
}
