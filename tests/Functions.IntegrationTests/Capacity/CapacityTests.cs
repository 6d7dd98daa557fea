using System.Globalization;
using System.Text.Json;
using Longshore.Cli;
using Longshore.Cli.Capacity;
using Longshore.Core.Capacity;
using Longshore.Core.Capacity.Rates;
using Longshore.IntegrationTests.Flow;
using Longshore.Stage;

namespace Longshore.IntegrationTests.Capacity;

/// <summary>The plan against what a run really asks of S3 and leaves in it.</summary>
public class CapacityTests
{
    [Fact]
    public async Task Run_SmallAndLargeFiles_AsksWhatThePlanSays()
    {
        const int Small = 120;
        const int Large = 20 << 20;
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        for (var file = 0; file < Small; file++)
            cluster.Write(string.Create(CultureInfo.InvariantCulture, $"2026-11-22T10/camera-04/frame-{file:D6}.jpg"), 13_000);
        cluster.Write("2026-11-22T10/export.zip", Large);

        await cluster.PublishAsync("dev.knative.sources.ping", "{}");

        Assert.Empty(cluster.Left());
        var rate =
            new FileRate([new SizeGroup(Small, Small * 13_000L), new SizeGroup(1, Large)], TimeSpan.FromHours(1), "written");
        var planned = RequestCounter.OfRun(rate, Small + 1, RequestCounter.Batches(rate, Small + 1));
        var asked = cluster.S3.Counters;
        // Stores that are not AWS are probed once a process, and the plan is of AWS.
        const int PutsOfProbe = 16 + 2 + 3 + 2;
        const int ListsOfProbe = 1;
        const int HeadsOfProbe = 6;
        // Who does not probe looks before each record: of the scan, and of a cleanup that begins and ends.
        const int LooksBeforeRecords = 3;
        Assert.Equal(planned.FilePuts + planned.RecordPuts + PutsOfProbe,
            asked.Of("PutObject") + asked.Of("CreateMultipartUpload") + asked.Of("UploadPart")
                + asked.Of("CompleteMultipartUpload"));
        // Once a process, cleanup looks for cleanups that never said what they did.
        Assert.Equal(planned.Lists + ListsOfProbe + 1, asked.Of("ListObjectsV2"));
        Assert.Equal(planned.Gets + HeadsOfProbe + LooksBeforeRecords, asked.Of("GetObject") + asked.Of("HeadObject"));
    }

    [Fact]
    public async Task Run_FilesOfTheExample_LeavesRecordsAsLargeAsPlanned()
    {
        const int Files = 500;
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        for (var file = 0; file < Files; file++)
            cluster.Write(string.Create(CultureInfo.InvariantCulture, $"2026-11-22T10/camera-04/frame-{file:D6}.jpg"), 100);

        await cluster.PublishAsync("dev.knative.sources.ping", "{}");

        var records = cluster.Objects.Objects().Where(stored => stored.Key.StartsWith("_longshore/", StringComparison.Ordinal))
            .Sum(stored => stored.Body.Length);
        Assert.InRange((double)records / Files, CapacityAssumptions.RecordBytesPerFile * 0.8,
            CapacityAssumptions.RecordBytesPerFile * 1.2);
    }

    [Fact]
    public async Task Receipts_OfARun_AreReadWithTheRoleOfCleanup()
    {
        await using var cluster = await Cluster.StartAsync(
            StageOptions.HourAhead with { Settings = new Dictionary<string, string?> { ["Schedule:BatchFiles"] = "10" } });
        for (var file = 0; file < 30; file++)
        {
            cluster.Write($"{file}.dat", 1000);
            File.SetLastWriteTimeUtc(Path.Combine(cluster.Volume, $"{file}.dat"),
                TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-60 + file));
        }

        await cluster.PublishAsync("dev.knative.sources.ping", "{}");
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var verb = new CapacityVerb(
            ("S3:Bucket", Cluster.Bucket),
            ("S3:ServiceUrl", cluster.S3.Endpoint.ToString()),
            ("S3:StsUrl", cluster.S3.Endpoint.ToString()),
            ("S3:ForcePathStyle", "true"),
            ("S3:RoleArn", "arn:aws:iam::123456789012:role/longshore-cleanup"),
            ("S3:ExternalId", Cluster.ExternalId));
        var exit = await new CommandLine(output, errors, verb).RunAsync([verb.Name, "--receipts", "--json"]);

        Assert.Equal("", errors.ToString());
        Assert.Equal(0, exit);
        using var plan = JsonDocument.Parse(output.ToString());
        var rate = plan.RootElement.GetProperty("rate");
        Assert.Equal(30, rate.GetProperty("files").GetInt64());
        Assert.Equal(1440, rate.GetProperty("filesPerDay").GetDouble(), 5.0);
        Assert.Contains("3 receipts of harbour", rate.GetProperty("origin").GetString(), StringComparison.Ordinal);
    }
}
