using Longshore.IntegrationTests.Flow;
using Longshore.Stage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Longshore.IntegrationTests.Status;

/// <summary>The page as a browser shows it. LONGSHORE_SCREENSHOTS names a folder that gets pictures.</summary>
public sealed class StatusBrowserTests
{
    private const string Text = "document.body.innerText";

    [Theory]
    [InlineData(390, false)]
    [InlineData(390, true)]
    [InlineData(820, false)]
    [InlineData(820, true)]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    public async Task Page_OfAHostileRun_ShowsItAndRunsNothing(int width, bool dark)
    {
        Assert.SkipWhen(Browser.WhyNot is not null, Browser.WhyNot ?? "");
        await using var cluster = await StatusScene.StartAsync();
        await using var browser = await Browser.StartAsync();

        await browser.OpenAsync(cluster.PageOf(), width, dark);

        await KeepAsync(browser, $"status-{width}-{(dark ? "dark" : "light")}");
        var shown = (await browser.EvaluateAsync(Text)).GetValue<string>();
        Assert.Contains(StatusScene.Failed, shown, StringComparison.Ordinal);
        Assert.Contains(StatusScene.Deferred, shown, StringComparison.Ordinal);
        Assert.Contains("longshore replay '--id=it'\\''s <b onclick=alert(3)>' --source=/cluster", shown,
            StringComparison.Ordinal);
        Assert.Contains("conflict", shown, StringComparison.Ordinal);
        Assert.Contains("changed-since-scan", shown, StringComparison.Ordinal);
        Assert.Empty(browser.Dialogs);
        Assert.Empty(browser.Complaints);
        Assert.Equal(0,
            (await browser.EvaluateAsync("document.querySelectorAll('img,script,b,[onclick],[onload],[onerror]').length"))
            .GetValue<int>());
        Assert.Equal((width, 0), await WidthAsync(browser));
        // The sheet is let in by its hash: without it the background would be none.
        Assert.Equal(dark ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)",
            (await browser.EvaluateAsync("getComputedStyle(document.body).backgroundColor")).GetValue<string>());
    }

    /// <summary>The numbers in the table of runs are those of the receipts in the bucket.</summary>
    [Fact]
    public async Task Page_TableOfRuns_SaysWhatTheReceiptsSay()
    {
        Assert.SkipWhen(Browser.WhyNot is not null, Browser.WhyNot ?? "");
        await using var cluster = await StatusScene.StartAsync();
        await using var browser = await Browser.StartAsync();
        await browser.OpenAsync(cluster.PageOf(), 1280, dark: false);

        var cells = (await browser.EvaluateAsync("""
            (() => { const table = [...document.querySelectorAll('table')].find(t => t.caption.innerText.startsWith('Runs'));
              const heads = [...table.tHead.rows[0].cells].map(c => c.innerText);
              return Object.fromEntries([...table.tBodies[0].rows[0].cells].map((c, i) => [heads[i], c.innerText])); })()
            """)).AsObject();

        bool IsRecord(string key) => !key.EndsWith("/permission", StringComparison.Ordinal);
        var receipts = cluster.State("receipts").Where(IsRecord)
            .Where(key => key is not (StatusScene.Foreign or StatusScene.Cut)).Select(cluster.Document).ToArray();
        int Sum(string name) =>
            receipts.Sum(receipt => receipt.GetProperty("counts").TryGetProperty(name, out var count) ? count.GetInt32() : 0);
        Assert.Equal(3, receipts.Length);
        Assert.Equal(StatusScene.Shipped, Sum("uploaded"));
        Assert.Equal($"{Sum("uploaded")}", cells["uploaded"]!.GetValue<string>());
        Assert.Equal($"{Sum("failed")}", cells["failed"]!.GetValue<string>());
        Assert.Equal($"{Sum("deferred")}", cells["deferred"]!.GetValue<string>());
        var deleted = cluster.State("cleanups").Where(IsRecord)
            .Sum(key => cluster.Document(key).GetProperty("deleted").GetInt32());
        Assert.Equal($"{deleted}", cells["deleted"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Page_OfAWeek_ShowsEveryRunAndThePlots(int width)
    {
        Assert.SkipWhen(Browser.WhyNot is not null, Browser.WhyNot ?? "");
        await using var cluster = await StatusScene.WeekAsync();
        await using var browser = await Browser.StartAsync();

        await browser.OpenAsync(cluster.PageOf(), width, dark: false);

        await KeepAsync(browser, $"week-{width}");
        Assert.Equal(11,
            (await browser.EvaluateAsync(
            "[...document.querySelectorAll('table')].find(t => t.caption.innerText.startsWith('Runs')).tBodies[0].rows.length"))
            .GetValue<int>());
        Assert.Equal(11, (await browser.EvaluateAsync("document.querySelectorAll('svg.time rect').length")).GetValue<int>());
        Assert.Equal(1, (await browser.EvaluateAsync("document.querySelectorAll('svg.time polyline').length")).GetValue<int>());
        Assert.Equal((width, 0), await WidthAsync(browser));
        // Text of a plot that nobody can read on a phone is no text.
        Assert.True(
            (await browser.EvaluateAsync(
            "Math.min(...[...document.querySelectorAll('svg.time text')].map(t => t.getBoundingClientRect().height).filter(h "
            + "=> h > 0))")).GetValue<double>() > 9);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Page_ByKeyboardAndScreenReader_HasItsLandmarks()
    {
        Assert.SkipWhen(Browser.WhyNot is not null, Browser.WhyNot ?? "");
        await using var cluster = await StatusScene.StartAsync();
        await using var browser = await Browser.StartAsync();
        await browser.OpenAsync(cluster.PageOf(), 1280, dark: false);

        await browser.TabAsync();

        Assert.Equal("Skip to the content", (await browser.EvaluateAsync("document.activeElement.innerText")).GetValue<string>());
        Assert.True((await browser.EvaluateAsync("document.activeElement.getBoundingClientRect().top >= 0")).GetValue<bool>());
        foreach (var (what, expression) in new[]
        {
            ("one h1", "document.querySelectorAll('h1').length === 1"),
            ("landmarks", "['header','nav','main','footer'].every(name => document.querySelectorAll(name).length === 1)"),
            ("named sections",
                "[...document.querySelectorAll('section')].every(s => "
                + "document.getElementById(s.getAttribute('aria-labelledby')).innerText.length > 0)"),
            ("captions and scopes",
                "[...document.querySelectorAll('table')].every(t => t.caption && [...t.querySelectorAll('th')].every(th => "
                + "th.scope))"),
            ("tables that scroll by keyboard",
                "[...document.querySelectorAll('.wide')].every(d => d.tabIndex === 0 && d.getAttribute('role') === 'region' && "
                + "d.getAttribute('aria-label'))"),
            ("plots with words",
                "document.querySelectorAll('svg').length > 0 && [...document.querySelectorAll('svg')].every(s => "
                + "s.getAttribute('role') === 'img' && s.querySelector('title') && s.querySelector('desc'))"),
            ("links that lead somewhere",
                "[...document.querySelectorAll('a')].every(a => document.querySelector(a.getAttribute('href')))"),
            ("a language", "document.documentElement.lang === 'en'"),
        })
            Assert.True((await browser.EvaluateAsync(expression)).GetValue<bool>(), what);
    }

    /// <summary>That the browser would notice: the same name, not escaped, opens a dialog.</summary>
    [Fact]
    public async Task Browser_OnAPageWithoutEscaping_NoticesTheScript()
    {
        Assert.SkipWhen(Browser.WhyNot is not null, Browser.WhyNot ?? "");
        await using var page = WebApplication.Create();
        page.Urls.Add("http://127.0.0.1:0");
        page.Run(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync($"<!doctype html><title>t</title>{StatusScene.Failed}");
        });
        await page.StartAsync(TestContext.Current.CancellationToken);
        await using var browser = await Browser.StartAsync();

        await browser.OpenAsync(new Uri(page.Urls.First() + "/"), 390, dark: false);

        Assert.Equal(["1"], browser.Dialogs);
    }

    [Fact]
    public async Task Page_OfABucketThatIsDown_SaysWhichSetting()
    {
        Assert.SkipWhen(Browser.WhyNot is not null, Browser.WhyNot ?? "");
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        await cluster.StartFunctionAsync("status", ("S3:ServiceUrl", "http://127.0.0.1:1"),
            ("S3:StsUrl", cluster.S3.Endpoint.ToString()));
        await using var browser = await Browser.StartAsync();

        await browser.OpenAsync(cluster.PageOf(), 390, dark: true);

        await KeepAsync(browser, "status-down");
        Assert.Contains("S3__ServiceUrl", (await browser.EvaluateAsync(Text)).GetValue<string>(), StringComparison.Ordinal);
    }

    /// <summary>The screen's width, and by how much the page is wider than what a scroll bar leaves of it.</summary>
    private static async Task<(int Screen, int Beyond)> WidthAsync(Browser browser) => (
        (await browser.EvaluateAsync("innerWidth")).GetValue<int>(),
        (await browser.EvaluateAsync("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
            .GetValue<int>());

    private static async Task KeepAsync(Browser browser, string name)
    {
        if (Environment.GetEnvironmentVariable("LONGSHORE_SCREENSHOTS") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), await browser.ScreenshotAsync(whole: true),
                TestContext.Current.CancellationToken);
    }
}
