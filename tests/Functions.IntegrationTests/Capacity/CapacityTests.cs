using System.Globalization;
using System.Text.Json;
using Longshore.Cli.Capacity;
using Longshore.Core.Capacity;
using Longshore.Core.Capacity.Rates;
using Longshore.IntegrationTests.Flow;

namespace Longshore.IntegrationTests.Capacity;

/// <summary>The plan against what a run really asks of S3 and leaves in it.</summary>
public class CapacityTests
{
    [Fact]
    public async Task Run_SmallAndLargeFiles_AsksWhatThePlanSays()
    {
        const int Small = 120;
        const int Large = 20 << 20;
        await using var rig = await Rig.StartAsync();
        for (var file = 0; file < Small; file++)
            rig.Write(string.Create(CultureInfo.InvariantCulture, $"2026-11-22T10/camera-04/frame-{file:D6}.jpg"), 13_000);
        rig.Write("2026-11-22T10/export.zip", Large);

        await rig.PublishAsync("dev.knative.sources.ping", "{}");

        Assert.Empty(rig.Left());
        var rate =
            new FileRate([new SizeGroup(Small, Small * 13_000L), new SizeGroup(1, Large)], TimeSpan.FromHours(1), "written");
        var planned = RequestCounter.OfRun(rate, Small + 1, RequestCounter.Batches(rate, Small + 1));
        var asked = rig.S3.Counters;
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
    public async Task Run_FilesOfTheFoundingCase_LeavesRecordsAsLargeAsPlanned()
    {
        const int Files = 500;
        await using var rig = await Rig.StartAsync();
        for (var file = 0; file < Files; file++)
            rig.Write(string.Create(CultureInfo.InvariantCulture, $"2026-11-22T10/camera-04/frame-{file:D6}.jpg"), 100);

        await rig.PublishAsync("dev.knative.sources.ping", "{}");

        var records = rig.Objects.Objects().Where(stored => stored.Key.StartsWith("_longshore/", StringComparison.Ordinal))
            .Sum(stored => stored.Body.Length);
        Assert.InRange((double)records / Files, CapacityAssumptions.RecordBytesPerFile * 0.8,
            CapacityAssumptions.RecordBytesPerFile * 1.2);
    }

    [Fact]
    public async Task Receipts_OfARun_AreReadWithTheRoleOfCleanup()
    {
        await using var rig = await Rig.StartAsync(
            new RigOptions { Settings = new Dictionary<string, string?> { ["Schedule:BatchFiles"] = "10" } });
        for (var file = 0; file < 30; file++)
        {
            rig.Write($"{file}.dat", 1000);
            File.SetLastWriteTimeUtc(Path.Combine(rig.Volume, $"{file}.dat"),
                TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-60 + file));
        }

        await rig.PublishAsync("dev.knative.sources.ping", "{}");
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await CapacityVerb.RunAsync(["--receipts", "--json"], output, errors,
            ("S3:Bucket", Rig.Bucket),
            ("S3:ServiceUrl", rig.S3.Endpoint.ToString()),
            ("S3:StsUrl", rig.S3.Endpoint.ToString()),
            ("S3:ForcePathStyle", "true"),
            ("S3:RoleArn", "arn:aws:iam::123456789012:role/longshore-cleanup"),
            ("S3:ExternalId", "rig-external-id"));

        Assert.Equal("", errors.ToString());
        Assert.Equal(0, exit);
        using var plan = JsonDocument.Parse(output.ToString());
        var rate = plan.RootElement.GetProperty("rate");
        Assert.Equal(30, rate.GetProperty("files").GetInt64());
        Assert.Equal(1440, rate.GetProperty("filesPerDay").GetDouble(), 5.0);
        Assert.Contains("3 receipts of harbour", rate.GetProperty("origin").GetString(), StringComparison.Ordinal);
    }
}
