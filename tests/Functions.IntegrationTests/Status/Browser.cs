using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Longshore.IntegrationTests.S3Contract;

namespace Longshore.IntegrationTests.Status;

/// <summary>
/// Debian's chromium without a window, driven over the DevTools protocol: what a page measures is asked from outside, so that the
/// page's own policy need allow no script. Ended by its process id.
/// </summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private int _last;

    private Browser(Process process, string profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>Why there is none here; null if there is.</summary>
    public static string? WhyNot => Program is null
        ? "the status page was not looked at in a browser: install chromium (Debian: apt-get install chromium)" : null;

    /// <summary>Dialogs that a page has opened: what an alert would do.</summary>
    public List<string> Dialogs { get; } = [];

    /// <summary>What the browser has complained of: refused scripts and styles among it.</summary>
    public List<string> Complaints { get; } = [];

    private static string? Program =>
        PathTool.Find("chromium") ?? PathTool.Find("chromium-browser") ?? PathTool.Find("google-chrome");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Browser> StartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("longshore-browser-").FullName;
        var start = new ProcessStartInfo(Program!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", $"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        var browser = new Browser(Process.Start(start)!, profile);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a page as a screen of this width shows it, and waits until it is loaded.</summary>
    public async Task OpenAsync(Uri address, int width, bool dark)
    {
        await SendAsync("Emulation.setDeviceMetricsOverride",
            new() { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await SendAsync("Emulation.setEmulatedMedia",
            new()
            {
                ["features"] =
            new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" })
            });
        await SendAsync("Page.navigate", new() { ["url"] = address.ToString() });
        var watch = Stopwatch.StartNew();
        while ((await EvaluateAsync("document.readyState + location.href")).GetValue<string>() != "complete" + address)
        {
            Assert.True(watch.Elapsed < Patience, $"{address} is not loaded");
            await Task.Delay(20, Cancel);
        }

        // A picture that is not there tells its handler a moment later.
        await Task.Delay(200, Cancel);
    }

    public async Task<JsonNode> EvaluateAsync(string expression) =>
        (await SendAsync("Runtime.evaluate",
            new() { ["expression"] = expression, ["returnByValue"] = true }))["result"]!["value"]!;

    public async Task<byte[]> ScreenshotAsync(bool whole)
    {
        var shot = await SendAsync("Page.captureScreenshot", new() { ["format"] = "png", ["captureBeyondViewport"] = whole });
        return Convert.FromBase64String(shot["data"]!.GetValue<string>());
    }

    /// <summary>Presses Tab once.</summary>
    public async Task TabAsync()
    {
        foreach (var type in new[] { "rawKeyDown", "keyUp" })
            await SendAsync("Input.dispatchKeyEvent",
                new() { ["type"] = type, ["key"] = "Tab", ["code"] = "Tab", ["windowsVirtualKeyCode"] = 9 });
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task ConnectAsync()
    {
        var address = await AddressAsync();
        // Its other output must not fill the pipe.
        _process.BeginOutputReadLine();
        using var client = new HttpClient();
        var pages =
            JsonNode.Parse(await client.GetStringAsync(new Uri($"http://{address.Authority}/json/list"), Cancel))!.AsArray();
        var page =
            pages.First(target => target!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        await _socket.ConnectAsync(new Uri(page), Cancel);
        foreach (var domain in new[] { "Page", "Runtime", "Log" })
            await SendAsync(domain + ".enable", []);
    }

    private async Task<Uri> AddressAsync()
    {
        const string Listening = "DevTools listening on ";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Patience);
        while (await _process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
                return new Uri(line[Listening.Length..]);
            }
        }

        throw new InvalidOperationException("chromium ended before it listened.");
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        var id = ++_last;
        await _socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }),
            WebSocketMessageType.Text, true, Cancel);
        while (true)
        {
            var message = await ReceiveAsync();
            if (message["id"]?.GetValue<int>() == id)
                return message["result"] ?? throw new InvalidOperationException($"{method}: {message.ToJsonString()}");
            Note(message);
        }
    }

    private void Note(JsonNode message)
    {
        switch (message["method"]?.GetValue<string>())
        {
            case "Page.javascriptDialogOpening":
                Dialogs.Add(message["params"]!["message"]!.GetValue<string>());
                // An open dialog would hold every answer back.
                _ = _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new JsonObject
                {
                    ["id"] = ++_last,
                    ["method"] =
                    "Page.handleJavaScriptDialog",
                    ["params"] = new JsonObject { ["accept"] = true }
                }),
                    WebSocketMessageType.Text, true, Cancel);
                break;
            case "Log.entryAdded":
                Complaints.Add(message["params"]!["entry"]!["text"]!.GetValue<string>());
                break;
            case "Runtime.exceptionThrown":
                Complaints.Add(message.ToJsonString());
                break;
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Patience);
        using var whole = new MemoryStream();
        var buffer = new byte[64 << 10];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, limit.Token);
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(whole.ToArray())!;
    }
}
