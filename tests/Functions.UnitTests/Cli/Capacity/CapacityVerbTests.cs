using System.Text.Json;
using Longshore.Cli;
using Longshore.Cli.Capacity;

namespace Longshore.UnitTests.Cli.Capacity;

public sealed class CapacityVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-capacity-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--files 0 --bytes 1MB", "--files holds '0'")]
    [InlineData("--files 5 --bytes many", "--bytes holds 'many'")]
    [InlineData("--files 5 --bytes 5XB", "--bytes holds '5XB'")]
    [InlineData("--files 5 --bytes -5MB", "--bytes holds '-5MB'")]
    [InlineData("--files 1 --bytes 6TiB", "more than 5 TiB")]
    [InlineData("--files 5", "--files and --bytes together")]
    [InlineData("--files 5 --bytes 1MB --per 1x", "--per holds '1x'")]
    [InlineData("--files 5 --bytes 1MB --receipts", "--files gives a rate")]
    [InlineData("--directory . --receipts", "cannot be given together")]
    [InlineData("--interval PT0S", "--interval holds 'PT0S'")]
    [InlineData("--drain -PT5M", "--drain holds '-PT5M'")]
    [InlineData("--headroom 95", "--headroom holds '95'")]
    [InlineData("--bundle-up-to 9MiB", "--bundle-up-to holds '9MiB'; it takes a size of up to 8 MiB")]
    [InlineData("--bundle-up-to small", "--bundle-up-to holds 'small'")]
    [InlineData("--since P1D", "--since goes with")]
    [InlineData("--directory /nowhere/at/all", "--directory holds '/nowhere/at/all', which does not exist")]
    [InlineData("--directory . --since tomorrowish", "--since holds 'tomorrowish'")]
    [InlineData("--prices /nowhere.json", "--prices holds '/nowhere.json'")]
    [InlineData("--rate 5", "'--rate' is not known")]
    [InlineData("--files 5 --bytes 65 MB", "--bytes holds '65', and 'MB' is another word; write 65MB.")]
    [InlineData("--files 5 --bytes 65MB --per 1 h", "--per holds '1', and 'h' is another word; write 1h.")]
    [InlineData("--receipts s3://harbour/x", "'s3://harbour/x' is not known; did you mean --bucket harbour?")]
    public async Task Run_WrongArgument_Exits2AndNamesIt(string arguments, string said)
    {
        var (exit, output, errors) = await RunAsync(arguments.Split(' '));
        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EmptyDirectory_SaysThatThereIsTooLittle()
    {
        var (exit, _, errors) = await RunAsync("--directory", _folder);
        Assert.Equal(2, exit);
        Assert.Contains("0 files", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Directory_MeasuresByModificationTimes()
    {
        var start = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-3);
        for (var file = 0; file < 120; file++)
        {
            var path = Path.Combine(_folder, $"{file}.dat");
            await File.WriteAllBytesAsync(path, new byte[1000], TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(path, start.AddMinutes(file));
        }

        var (exit, output, _) = await RunAsync("--directory", _folder, "--json");

        Assert.Equal(0, exit);
        using var plan = JsonDocument.Parse(output);
        var rate = plan.RootElement.GetProperty("rate");
        Assert.Equal(120, rate.GetProperty("files").GetInt64());
        Assert.Equal(1440, rate.GetProperty("filesPerDay").GetDouble(), 0.01);
        Assert.Equal(1000, rate.GetProperty("meanFileBytes").GetDouble());
        Assert.InRange(rate.GetProperty("busiestHour").GetProperty("files").GetInt64(), 59, 60);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(3600 * 11, true)]
    [InlineData(3600 * 12, false)]
    public async Task Run_MeasuredOverLessThanADay_SaysThatTheRateIsCarriedOn(int seconds, bool said)
    {
        foreach (var file in (int[])[0, 1])
        {
            var path = Path.Combine(_folder, $"{file}.dat");
            await File.WriteAllBytesAsync(path, new byte[1000], TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1).AddSeconds(file * seconds));
        }

        var (exit, output, _) = await RunAsync("--directory", _folder);

        Assert.Equal(0, exit);
        Assert.Equal(said, output.Contains("less than a day: all numbers assume", StringComparison.Ordinal));
    }

    /// <summary>A copy or a burst: carried on for a day it would be thousands of times too much.</summary>
    [Fact]
    public async Task Run_DirectoryWrittenWithinSeconds_SaysThatItIsTooShort()
    {
        foreach (var file in new[] { "a", "b", "c" })
            await File.WriteAllTextAsync(Path.Combine(_folder, file), file, TestContext.Current.CancellationToken);

        var (exit, _, errors) = await RunAsync("--directory", _folder);

        Assert.Equal(2, exit);
        Assert.Contains("written over at least a minute", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Html_ShowsEachHeadingOnce()
    {
        var page = Path.Combine(_folder, "plan.html");
        await RunAsync("--html", page);

        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Equal(2, html.Split(">Disk, with").Length);
        Assert.Equal(2, html.Split(">Bundles: files of up to 1 MiB").Length);
        Assert.DoesNotContain("<caption>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Json_IsTheWholePlanInPlainUnits()
    {
        var (exit, output, _) = await RunAsync("--json");
        Assert.Equal(0, exit);
        using var plan = JsonDocument.Parse(output);
        Assert.Equal("longshore.capacity/1", plan.RootElement.GetProperty("schema").GetString());
        Assert.Equal(2_600_000, plan.RootElement.GetProperty("drain").GetProperty("bytesPerSecond").GetDouble());
        Assert.Equal(8, plan.RootElement.GetProperty("cost").GetProperty("classes").GetArrayLength());
        Assert.Equal(108, plan.RootElement.GetProperty("bundles").GetProperty("count").GetDouble());
    }

    [Fact]
    public async Task Run_BundleUpTo_IsTheSizeOfTheComparison()
    {
        var (_, with, _) = await RunAsync("--bundle-up-to", "64KiB");
        var (_, without, _) = await RunAsync("--bundle-up-to", "0");
        var (_, json, _) = await RunAsync("--bundle-up-to", "0", "--json");

        Assert.Contains("Bundles: files of up to 64 KiB", with, StringComparison.Ordinal);
        Assert.DoesNotContain("undle", without, StringComparison.Ordinal);
        using var plan = JsonDocument.Parse(json);
        Assert.False(plan.RootElement.TryGetProperty("bundles", out _));
    }

    [Fact]
    public async Task Run_Html_IsOnePageThatLoadsAndRunsNothing()
    {
        // The directory's name is the one text of a plan that others choose.
        var hostile = Directory.CreateDirectory(Path.Combine(_folder, "<img src=x onerror=alert(1)>")).FullName;
        foreach (var file in new[] { "a", "b" })
        {
            await File.WriteAllTextAsync(Path.Combine(hostile, file), file, TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(Path.Combine(hostile, file), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-file[0]));
        }

        var page = Path.Combine(_folder, "plan.html");
        var (exit, _, errors) = await RunAsync("--directory", hostile, "--html", page);

        Assert.Equal("", errors);
        Assert.Equal(0, exit);
        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", html, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("<svg ").Length - 1);
    }

    [Fact]
    public async Task Run_HtmlIntoNowhere_Exits1()
    {
        var (exit, _, errors) = await RunAsync("--html", Path.Combine(_folder, "missing", "plan.html"));
        Assert.Equal(1, exit);
        Assert.Contains("--html cannot be written", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"schema":"other"}""")]
    [InlineData("""{"schema":"longshore.prices/1","region":"x","asOf":"2026-01-01","currency":"EUR","classes":[]}""")]
    [InlineData(
        """{"schema":"longshore.prices/1","region":"x","asOf":"2026-01-01","currency":"EUR","classes":["""
        + """{"name":"STANDARD","title":"S","storagePerGiBMonth":[],"putPer1000":1,"getPer1000":1}]}""")]
    [InlineData(
        """{"schema":"longshore.prices/1","region":"x","asOf":"2026-01-01","currency":"EUR","classes":["""
        + """{"name":"STANDARD","title":"S","storagePerGiBMonth":[{"price":-1}],"putPer1000":1,"getPer1000":1}]}""")]
    public async Task Run_WrongPrices_Exits2AndNamesTheFile(string json)
    {
        var file = Path.Combine(_folder, "prices.json");
        await File.WriteAllTextAsync(file, json, TestContext.Current.CancellationToken);
        var (exit, _, errors) = await RunAsync("--prices", file);
        Assert.Equal(2, exit);
        Assert.Contains($"--prices holds '{file}'", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OtherPrices_AreUsed()
    {
        var file = Path.Combine(_folder, "prices.json");
        await File.WriteAllTextAsync(file,
            """{"schema":"longshore.prices/1","region":"moon-1","asOf":"2026-01-01","currency":"EUR","classes":["""
                + """{"name":"STANDARD","title":"S","storagePerGiBMonth":[{"price":1}],"putPer1000":0,"getPer1000":0}]}""",
            TestContext.Current.CancellationToken);
        var (exit, output, _) = await RunAsync("--prices", file);
        Assert.Equal(0, exit);
        Assert.Contains("EUR", output, StringComparison.Ordinal);
        Assert.Contains("moon-1, prices of 2026-01-01", output, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await new CommandLine(output, errors, new CapacityVerb()).RunAsync(["capacity", .. arguments]);
        return (exit, output.ToString(), errors.ToString());
    }
}
