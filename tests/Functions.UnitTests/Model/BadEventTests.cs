using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Longshore.UnitTests.Model;

/// <summary>Events that cannot be handled: 400, a sentence that names what is wrong, and nothing done.</summary>
public sealed class BadEventTests : IAsyncLifetime
{
    private const string Structured = "application/cloudevents+json";
    private ToyHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ToyHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("ce-specversion", null, "neither the header ce-specversion")]
    [InlineData("ce-specversion", "0.3", "specversion is 0.3")]
    [InlineData("ce-specversion", "", "ce-specversion is missing or empty")]
    [InlineData("ce-id", null, "ce-id is missing")]
    [InlineData("ce-id", "", "ce-id is missing or empty")]
    [InlineData("ce-source", null, "ce-source is missing")]
    [InlineData("ce-type", null, "ce-type is missing")]
    [InlineData("ce-type", "toy.unknown", "No function here takes events of type toy.unknown")]
    [InlineData("ce-type", "TOY.ECHO", "No function here takes events of type TOY.ECHO")]
    [InlineData("ce-time", "yesterday", "time")]
    [InlineData("ce-time", "2026-13-01t00:00:00z", "time")]
    [InlineData("Content-Encoding", "gzip", "The body is compressed (gzip)")]
    [InlineData("Content-Encoding", "br", "The body is compressed (br)")]
    [InlineData("ce-hops", "-1", "hops is -1")]
    [InlineData("ce-hops", "many", "hops is many")]
    [InlineData("ce-my_ext", "x", "my_ext")]
    [InlineData("ce-subject", "", "subject")]
    [InlineData("Content-Type", "text/plain", "datacontenttype is text/plain")]
    [InlineData("Content-Type", "application/xml", "datacontenttype is application/xml")]
    [InlineData("Content-Type", "nonsense", "nonsense")]
    [InlineData("Content-Type", "application/json; charset=klingon", "klingon")]
    [InlineData("Content-Type", "application/cloudevents-batch+json", "Batched mode is not taken")]
    [InlineData("Content-Type", "application/cloudevents+xml", "application/cloudevents+xml")]
    public async Task Post_BadHeader_IsRefusedByName(string header, string? value, string expected)
    {
        var headers = ToyHost.Attributes("toy.echo").Where(each => each.Name != header);
        if (value is not null)
            headers = headers.Append((header, value));
        using var response = await _host.PostAsync(
            "{}"u8.ToArray(), headers, cancellation: TestContext.Current.CancellationToken);

        await IsRefusedAsync(response, expected);
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("[]", "at $")]
    [InlineData("7", "at $")]
    [InlineData("\"text\"", "at $")]
    [InlineData("{\"prefix\":7}", "at $.prefix")]
    [InlineData("{\"prefix\":\"a\",\"PREFIX\":\"b\"}", "'PREFIX' twice at $")]
    [InlineData("{\"dryRun\":\"yes\"}", "at $.dryRun")]
    [InlineData("{\"include\":\"*.jpg\"}", "at $.include")]
    [InlineData("{\"include\":[\"a\",null]}", "null at $.include[1]")]
    [InlineData("{\"minAge\":\"2 minutes\"}", "at $.minAge")]
    [InlineData("{\"prefix\":\"a\",\"prefix\":\"b\"}", "prefix")]
    [InlineData("{\"prefix\":\"\\ud800\"}", "$.prefix")]
    [InlineData("{} trailing", "JSON")]
    [InlineData("{\"\\ud800\":1}", "invalid")]
    [InlineData("\uFEFF{}", "begins with a byte order mark")]
    public async Task Post_BadData_IsRefusedByPlace(string data, string expected)
    {
        using var response = await _host.PostAsync("toy.echo", data);

        await IsRefusedAsync(response, expected);
    }

    [Fact]
    public async Task Post_NameThatIsNotUnicodeAndNoContentType_IsRefused()
    {
        using var response = await _host.PostAsync("{\"\\ud800\":1}"u8.ToArray(),
            ToyHost.Attributes("toy.echo").Where(each => each.Name != "Content-Type"),
            cancellation: TestContext.Current.CancellationToken);

        await IsRefusedAsync(response, "");
    }

    [Theory]
    [InlineData(null, "lacks 'files'")]
    [InlineData("{}", "lacks 'files'")]
    [InlineData("{\"files\":null}", "at $")]
    [InlineData("{\"files\":[{}]}", "at $.files[0]")]
    [InlineData("{\"files\":[{\"path\":null}]}", "at $.files[0]")]
    [InlineData("{\"files\":[{\"path\":\"a\",\"size\":\"big\"}]}", "at $.files[0].size")]
    [InlineData("{\"files\":[{\"path\":\"a\",\"size\":1.5}]}", "at $.files[0].size")]
    public async Task Post_DataThatLacksSomething_IsRefusedByName(string? data, string expected)
    {
        using var response = await _host.PostAsync("toy.files", data);

        await IsRefusedAsync(response, expected);
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("\uFEFF{}", "begins with a byte order mark")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"/t","type":"toy.echo"}""", "specversion is 0.3")]
    [InlineData("""{"id":"1","source":"/t","type":"toy.echo"}""", "specversion is missing")]
    [InlineData("""{"specversion":"1.0","id":"","source":"/t","type":"toy.echo"}""", "id is missing or empty")]
    [InlineData("""{"specversion":"1.0","id":7,"source":"/t","type":"toy.echo"}""", "id is not a string")]
    [InlineData("""{"specversion":"1.0","id":null,"source":"/t","type":"toy.echo"}""", "id is not a string")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t"}""", "type is missing")]
    [InlineData("""{"specversion":"1.0","id":"1","id":"2","source":"/t","type":"toy.echo"}""", "id")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","data":{},"data_base64":"e30="}""", "data")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","data_base64":"%%%"}""", "base")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","data_base64":"/////w=="}""", "not JSON")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","ext":{"a":1}}""", "ext")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","bad_name":"x"}""", "bad_name")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","time":"noon"}""", "time")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","datacontenttype":"text/plain","data":"x"}""",
        "text/plain")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","subject":"\ud800"}""", "")]
    public async Task Post_BadEnvelope_IsRefusedByName(string body, string expected)
    {
        using var response = await _host.PostAsync(
            Encoding.UTF8.GetBytes(body), [("Content-Type", Structured)], cancellation: TestContext.Current.CancellationToken);

        await IsRefusedAsync(response, expected);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData(Structured)]
    public async Task Post_InvalidUtf8_IsRefused(string contentType)
    {
        var body = Encoding.Latin1.GetBytes("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","prefix":"é"}""");
        using var response = await _host.PostAsync(
            body, [.. ToyHost.Attributes("toy.echo").SkipLast(1), ("Content-Type", contentType)],
            cancellation: TestContext.Current.CancellationToken);

        await IsRefusedAsync(response, "");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData(Structured)]
    public async Task Post_GzipThatIsNotAnnounced_IsRefused(string contentType)
    {
        using var response = await _host.PostAsync([0x1F, 0x8B, 8, 0],
            [.. ToyHost.Attributes("toy.echo").Where(each => each.Name != "Content-Type"), ("Content-Type", contentType)],
            cancellation: TestContext.Current.CancellationToken);

        await IsRefusedAsync(response, "The body is compressed (gzip)");
    }

    [Fact]
    public async Task Post_HeaderGivenTwice_IsRefused()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _host.Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\nce-specversion: 1.0\r\n"
                + "ce-id: 1\r\nce-id: 2\r\nce-source: /t\r\nce-type: toy.echo\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("ce-id is given 2 times", answer, StringComparison.Ordinal);
        Assert.Empty(_host.Record.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_BodyOverOneMebibyte_IsRefused(bool announced)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(new byte[(1 << 20) + 1]) };
        request.Headers.TransferEncodingChunked = !announced;
        foreach (var (name, value) in ToyHost.Attributes("toy.echo").SkipLast(1))
            request.Headers.Add(name, value);
        using var response = await _host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        await IsRefusedAsync(response, "over 1048576 bytes");
    }

    [Theory]
    [InlineData("/elsewhere")]
    [InlineData("/healthz/other")]
    public async Task Post_WrongPath_IsNever404(string path)
    {
        using var response = await _host.PostAsync("toy.echo", "{}", path: path);

        await IsRefusedAsync(response, "posted to /");
    }

    private async Task IsRefusedAsync(HttpResponseMessage response, string expected)
    {
        var detail = await ToyHost.DetailOf(response);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, detail, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_host.Record.Calls);
    }
}
