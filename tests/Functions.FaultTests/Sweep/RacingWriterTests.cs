using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Longshore.Sandbox.S3.Store;

namespace Longshore.FaultTests.Sweep;

/// <summary>
/// <c>longshore ship</c>, again and again, against an ordinary process that writes a file again in the moment of its deletion:
/// <c>tests/Sweep/writer.c</c>. <c>LONGSHORE_RACE</c> says for how many seconds.
/// </summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class RacingWriterTests(ITestOutputHelper output)
{
    /// <summary>
    /// Another user than root for the writer, one for Longshore, and their group. No such accounts need to exist.
    /// </summary>
    private const int Writer = 61001, Shipper = 61002, Group = 61003;

    private static int Seconds => int.TryParse(
        Environment.GetEnvironmentVariable("LONGSHORE_RACE"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 12;

    [Fact]
    public Task Ship_WriterRacesOnItsOwnFiles_LosesNothing() => RaceAsync("with leases", []);

    [Fact]
    public Task Ship_WriterRacesWithoutLeases_LosesNothing() =>
        RaceAsync("without leases", [SweepTools.Sweep ?? "", "--no-lease", "--"]);

    [Fact]
    public async Task Ship_WriterIsAnotherUserOfTheGroup_LosesNothing()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"),
            "another user's files need root and setpriv");
        await RaceAsync("as another user of the group", As(Shipper), As(Writer));
    }

    private static string[] As(int user) =>
        ["setpriv", $"--reuid={user}", $"--regid={Group}", "--clear-groups", "--inh-caps=-all", "--"];

    /// <param name="shipAs">What stands before the command of Longshore.</param>
    /// <param name="writeAs">And before the writer's.</param>
    private async Task RaceAsync(string how, string[] shipAs, string[]? writeAs = null)
    {
        Assert.SkipWhen(SweepTools.Problem.Length > 0, SweepTools.Problem);
        await using var disk = Ext4Folder.Make();
        await using var stage = await SweepStage.StartAsync(1);
        var volume = Directory.CreateDirectory(Path.Combine(disk.Path, "volume")).FullName;
        var journal = Path.Combine(disk.Path, "journal");
        await File.WriteAllTextAsync(journal, "", TestContext.Current.CancellationToken);
        if (writeAs is not null)
        {
            SweepTools.Run("chown", $"{Writer}:{Group}", volume, journal);
            SweepTools.Run("chmod", "2775", volume);
        }

        var bucket = stage.NewBucket();
        string[] command = [.. shipAs, .. stage.Command(volume, bucket)];
        if (writeAs is not null && SweepTools.IsPublished)
        {
            // Nobody else may look into the folder of the repository, perhaps.
            command[shipAs.Length] = Path.Combine(disk.Path, "longshore");
            File.Copy(SweepTools.Program, command[shipAs.Length]);
        }

        Assert.SkipUnless(SweepTools.Run(command[0], [.. command[1..(shipAs.Length + 1)], "--help"]).Status == 0,
            "another user is to run the program, and may not where it lies");
        var shipped = 0;
        var runs = 0;
        var watch = Stopwatch.StartNew();
        var told = watch.Elapsed;
        var program = Path.Combine(disk.Path, "writer");
        File.Copy(SweepTools.Writer!, program);
        string[] writing = [.. writeAs ?? [], program, volume, journal, $"{Seconds}"];
        using (var writer = Process.Start(writing[0], writing[1..]))
        {
            while (!writer.HasExited)
            {
                shipped += await ShipAsync(command);
                runs++;
                await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
                if (watch.Elapsed - told < TimeSpan.FromSeconds(20))
                    continue;
                told = watch.Elapsed;
                Tell($"racing writer {how}: {shipped} files deleted by {runs} runs after {told.TotalSeconds:F0} s");
            }

            Assert.Equal(0, writer.ExitCode);
        }

        await Task.Delay(TimeSpan.FromSeconds(2.2), TestContext.Current.CancellationToken);
        shipped += await ShipAsync(command);
        if (writeAs is not null)
        {
            // Root's power over permissions was taken away from this process.
            string[] permit = [.. shipAs, "chmod", "-R", "a+rwX", Path.Combine(volume, ".longshore")];
            SweepTools.Run(permit[0], permit[1..]);
            SweepTools.Run("chown", "-R", "0:0", volume, journal);
        }

        var versions = (await File.ReadAllLinesAsync(journal, TestContext.Current.CancellationToken))
            .Select(line => line.Split(' '))
            .GroupBy(words => words[0])
            .Select(group => $"{group.Key} {group.Max(words => int.Parse(words[1], CultureInfo.InvariantCulture))}\n").ToArray();
        var lost = Lost(versions, volume, stage.S3.Store.Bucket(bucket));
        Tell($"racing writer {how} on {disk.Kind}: {versions.Length} files, {File.ReadLines(journal).Count()} versions, "
            + $"{shipped} deleted by {runs} runs in {Seconds} s, {lost.Length} lost");
        Assert.True(shipped > 0, "Nothing was deleted.");
        Assert.Empty(lost);
        Assert.DoesNotContain(stage.S3.Store.Journal.Overwrites,
            entry => !entry.Key.StartsWith("_longshore/uploads/", StringComparison.Ordinal));
    }

    private static async Task<int> ShipAsync(string[] command)
    {
        var run = await ShipRun.StartAsync(command, SweepStage.Settings);
        Assert.True(run.Report is not null, $"ship ended with {run.Exit}: {run.Errors}");
        Assert.Empty(run.Report.Value.GetProperty("imbalances").EnumerateArray());
        return run.Report.Value.GetProperty("deleted").GetInt32();
    }

    /// <summary>Files whose last finished version is neither on the volume nor in S3.</summary>
    private static string[] Lost(string[] versions, string volume, Bucket bucket)
    {
        var kept = Directory.EnumerateFiles(volume, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))))
            .Concat(bucket.Keys().SelectMany(key => bucket.Entry(key)!.Versions()).Select(stored => stored.Sha256))
            .ToHashSet(StringComparer.Ordinal);
        return [.. versions.Where(version => !kept.Contains(Convert.ToHexStringLower(SHA256.HashData(Content(version)))))
            .Select(version => version.TrimEnd())];
    }

    /// <summary>As <c>writer.c</c> fills a file.</summary>
    private static byte[] Content(string line)
    {
        var text = Encoding.ASCII.GetBytes(line);
        return [.. Enumerable.Range(0, 4096).Select(place => text[place % text.Length])];
    }

    private void Tell(string text)
    {
        output.WriteLine(text);
        Console.Error.WriteLine(text);
    }
}
