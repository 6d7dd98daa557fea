using Longshore.Sandbox.S3.Faults;

namespace Longshore.IntegrationTests.Ship;

/// <summary><c>longshore ship</c> on a terminal, and stopped in the middle.</summary>
public sealed class ShipStopTests : ShipRoom
{
    [Fact]
    public async Task Ship_OnATerminal_ShowsLiveProgressAndGivesTheCursorBack()
    {
        Assert.SkipWhen(ShipProcess.Terminal is null, ShipProcess.NoTerminal);
        await Stage.WriteAsync(40);
        using var slow =
            S3.Faults.Add(new() { Kind = FaultKind.Latency, Operation = "PutObject", Delay = TimeSpan.FromMilliseconds(300) });
        await using var process = Stage.Start(onTerminal: true, "--concurrency", "4");

        var (exit, output, _) = await process.EndAsync();

        Assert.True(exit == 0, output);
        Assert.Contains("\u001b[?25l", output, StringComparison.Ordinal);
        Assert.Contains("/40 files", output, StringComparison.Ordinal);
        Assert.EndsWith("\u001b[?25h", output[..output.IndexOf("  found ", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("deleted        40 files", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_DumbTerminal_GetsPlainLines()
    {
        Assert.SkipWhen(ShipProcess.Terminal is null, ShipProcess.NoTerminal);
        await Stage.WriteAsync(2);
        Stage.Environment["TERM"] = "dumb";
        await using var process = Stage.Start(onTerminal: true);

        var (exit, output, _) = await process.EndAsync();

        Assert.True(exit == 0, output);
        // The runtime itself may set the terminal's keypad mode; nothing of ours moves the cursor.
        Assert.DoesNotContain("\u001b[K", output, StringComparison.Ordinal);
        Assert.Contains("deleted        2 files", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    public async Task Ship_SignalInMidRun_LosesNothingAndARerunFinishes(string signal, int expected)
    {
        await Stage.WriteAsync(60);
        using var slow = S3.Faults.Add(new()
        {
            Kind = FaultKind.Latency,
            Operation = "PutObject",
            KeyPrefix = "in/",
            Delay = TimeSpan.FromMilliseconds(200),
        });
        await using var process = Stage.Start(onTerminal: false, "--concurrency", "3");
        await UntilShippedAsync(process, 10);

        await process.SignalAsync(signal);
        var (exit, output, errors) = await process.EndAsync();

        Assert.True(exit == expected, $"{exit} {output}{errors}");
        Assert.Contains("still in the directory", output, StringComparison.Ordinal);
        await Stage.AssertNothingIsLostAsync();
        Assert.Single(await Stage.KeysAsync("_longshore/receipts/"));
        await FinishAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(45)]
    public async Task Ship_CtrlCOnATerminal_LosesNothingSaysWhatRemainsAndARerunFinishes(int after)
    {
        Assert.SkipWhen(ShipProcess.Terminal is null, ShipProcess.NoTerminal);
        await Stage.WriteAsync(50);
        Stage.Environment["Schedule__BatchFiles"] = "10";
        using var slow =
            S3.Faults.Add(new() { Kind = FaultKind.Latency, Operation = "PutObject", Delay = TimeSpan.FromMilliseconds(100) });
        await using var process = Stage.Start(onTerminal: true, "--concurrency", "2");
        await UntilShippedAsync(process, after);

        await process.InterruptAsync();
        var (exit, output, _) = await process.EndAsync();

        Assert.True(exit == 130, output);
        Assert.Contains("Nothing is lost", output, StringComparison.Ordinal);
        await Stage.AssertNothingIsLostAsync();
        slow.Dispose();
        await FinishAsync();
    }

    [Fact]
    public async Task Ship_SecondCtrlC_StopsAtOnceAndLosesNothing()
    {
        Assert.SkipWhen(ShipProcess.Terminal is null, ShipProcess.NoTerminal);
        await Stage.WriteAsync(30);
        using (S3.Faults.Add(new()
        {
            Kind = FaultKind.Latency,
            Operation = "PutObject",
            KeyPrefix = "in/",
            Skip = 5,
            Delay = TimeSpan.FromSeconds(60),
        }))
        {
            await using var process = Stage.Start(onTerminal: true, "--concurrency", "5");
            await UntilShippedAsync(process, 5);
            await process.InterruptAsync();
            while (!process.Seen.Contains("Stopping", StringComparison.Ordinal))
                await Task.Delay(20, TestContext.Current.CancellationToken);
            var since = TimeProvider.System.GetTimestamp();

            await process.InterruptAsync();
            var (exit, output, _) = await process.EndAsync();

            Assert.True(exit == 130, output);
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(15), "Host__Grace alone is 25 s.");
            Assert.Contains("\u001b[?25hlongshore: a second signal ended it at once, without a report.", output,
                StringComparison.Ordinal);
        }

        await Stage.AssertNothingIsLostAsync();
        await FinishAsync();
    }

    private async Task UntilShippedAsync(ShipProcess process, int files)
    {
        while ((await Stage.KeysAsync("in/")).Length < files)
        {
            Assert.DoesNotContain("found  ", process.Seen, StringComparison.Ordinal);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private async Task FinishAsync()
    {
        var (exit, output, errors) = await Stage.RunAsync();
        Assert.True(exit == 0, output + errors);
        Assert.Equal(Stage.Written.Count, await Stage.AssertNothingIsLostAsync());
        Assert.Empty(Stage.Left);
    }
}
