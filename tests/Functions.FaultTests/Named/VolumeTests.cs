using System.Net;
using Longshore.FaultTests.Stage;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <summary>A volume that struggles: one part fails with a reason, the rest goes on.</summary>
public sealed class VolumeTests
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    [Fact]
    public async Task AnyFunction_VolumeNotMounted_Says503AndNamesTheSetting()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        Posix.Rename(cluster.Volume, cluster.Volume + "-away");
        using var scanned = await cluster.SendAsync("schedule", "dev.longshore.scan.requested", "{}");
        using var shipped = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("a"));
        var (cleaned, problem) = await cluster.CleanAsync(synced);
        Posix.Rename(cluster.Volume + "-away", cluster.Volume);

        Assert.All([scanned.StatusCode, shipped.StatusCode, cleaned],
            status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
        Assert.Contains("Volume__Root", problem, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await cluster.CleanAsync(synced)).Status);
    }

    [Fact]
    public async Task Cleanup_VolumeMayNotBeWritten_Says503AndKeepsTheFile()
    {
        Assert.SkipUnless(Unprivileged.Binds, Unprivileged.WhyNot);
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        File.SetUnixFileMode(cluster.Volume, ReadOnly);

        var (status, problem) = await cluster.CleanAsync(synced);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("may not write", problem, StringComparison.Ordinal);
        Assert.True(cluster.OnVolume("a"));
    }

    [Theory]
    [InlineData(ReadOnly)]
    [InlineData(UnixFileMode.None)]
    public async Task Cleanup_OneFolderMayNotBeWritten_DeletesTheRest(UnixFileMode mode)
    {
        Assert.SkipUnless(Unprivileged.Binds, Unprivileged.WhyNot);
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("shut/a");
        cluster.Write("open/b");
        var synced = await cluster.SyncAsync("shut/a", "open/b");
        File.SetUnixFileMode(Path.Combine(cluster.Volume, "shut"), mode);

        var (_, cleaned) = await cluster.CleanAsync(synced);

        File.SetUnixFileMode(Path.Combine(cluster.Volume, "shut"), ReadOnly);
        Assert.Equal(1, Scenes.Kept(cleaned, "permission-denied"));
        Assert.Equal(["shut/a"], cluster.Left());
    }

    [Fact]
    public async Task Sync_OneFolderMayNotBeEntered_FailsItAndShipsTheRest()
    {
        Assert.SkipUnless(Unprivileged.Binds, Unprivileged.WhyNot);
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("open/b");
        cluster.Write("shut/a");
        File.SetUnixFileMode(Path.Combine(cluster.Volume, "shut"), UnixFileMode.None);

        await cluster.SyncAsync("open/b", "shut/a");

        var files = cluster.Document(cluster.State("receipts").Single()).GetProperty("files");
        Assert.Equal(("uploaded", "failed"),
            (files[0].GetProperty("outcome").GetString(), files[1].GetProperty("outcome").GetString()));
        Assert.Equal("permission-denied", files[1].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Scan_OneFolderMayNotBeRead_ShipsTheRestAndCountsIt()
    {
        Assert.SkipUnless(Unprivileged.Binds, Unprivileged.WhyNot);
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("shut/a");
        cluster.Write("open/b");
        File.SetUnixFileMode(Path.Combine(cluster.Volume, "shut"), UnixFileMode.None);

        (await cluster.ScanAsync()).Dispose();

        File.SetUnixFileMode(Path.Combine(cluster.Volume, "shut"), ReadOnly);
        Assert.Equal(["open/b"], cluster.Shipped());
        Assert.Equal(["shut/a"], cluster.Left());
        Assert.Equal(
            1, Json.Of(cluster.Events("dev.longshore.scan.completed").Single().Data).GetProperty("unreadable").GetInt64());
    }

    [Fact]
    public async Task Scan_OneTrashFolderMayNotBeRead_ShipsAndDeletesAllTheSame()
    {
        Assert.SkipUnless(Unprivileged.Binds, Unprivileged.WhyNot);
        await using var cluster = await Cluster.StartAsync(Scenes.Calm with { Ahead = TimeSpan.FromHours(1) });
        cluster.Write("a");
        var planted = Directory.CreateDirectory(Path.Combine(cluster.Volume, ".longshore/trash/batch/process/slot")).FullName;
        File.SetUnixFileMode(planted, UnixFileMode.None);
        var left = Directory.CreateDirectory(Path.Combine(cluster.Volume, ".longshore/trash/other/process/slot")).FullName;
        await File.WriteAllTextAsync(Path.Combine(left, "b"), "left by a process that died",
            TestContext.Current.CancellationToken);

        (await cluster.ScanAsync()).Dispose();

        Assert.Contains("a", cluster.Shipped());
        Assert.False(cluster.OnVolume("a"));
        Assert.False(File.Exists(Path.Combine(left, "b")), "The trash beside it was not settled.");
    }

    [Fact]
    public async Task Sync_ReadingEndsInAnIoError_FailsThatFileAndGoesOn()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        // The one regular file of any Linux whose first byte cannot be read: EIO. What is asked for beside it is not there.
        await cluster.StartFunctionAsync("sync", ("Volume:Root", "/proc/self"));

        await cluster.SyncAsync("a-missing", "mem");

        var files = cluster.Document(Assert.Single(cluster.State("receipts"))).GetProperty("files");
        Assert.Equal("missing", files[0].GetProperty("outcome").GetString());
        Assert.Equal(("failed", "volume-error"),
            (files[1].GetProperty("outcome").GetString(), files[1].GetProperty("reason").GetString()));
        Assert.Empty(cluster.Shipped());
    }

    [Fact]
    public async Task Scan_EmptyFilesAndHardLinks_AreShippedAndDeleted()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("empty", 0);
        var content = cluster.Write("one");
        Posix.Link(Path.Combine(cluster.Volume, "one"), Path.Combine(cluster.Volume, "two"));
        using (var sparse = File.Create(Path.Combine(cluster.Volume, "sparse")))
            sparse.SetLength(3 * StageOptions.PartBytes);

        (await cluster.ScanAsync()).Dispose();
        (await cluster.ScanAsync()).Dispose();

        Assert.Equal(["empty", "one", "sparse", "two"], cluster.Shipped());
        Assert.Equal(content, cluster.Objects.Get("two")!.Body.ToArray());
        Assert.Empty(cluster.Left());
    }
}
