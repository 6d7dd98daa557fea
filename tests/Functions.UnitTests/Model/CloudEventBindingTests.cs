using System.Net;
using System.Text;
using Longshore.Core.Scan;
using Longshore.Model.Events;

namespace Longshore.UnitTests.Model;

/// <summary>Events as they come over HTTP, good ones. Source: CloudEvents 1.0.2 HTTP binding and JSON format.</summary>
public sealed class CloudEventBindingTests : IAsyncLifetime
{
    private ToyHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ToyHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Post_BinaryMode_ReadsAttributesAndData()
    {
        using var response = await _host.PostAsync("toy.echo", """{"prefix":"é/","minAge":"PT2M"}""");

        ToyHost.Expect(HttpStatusCode.OK, response);
        Assert.Equal("é/", _host.Record.Data!.Prefix);
        Assert.Equal(TimeSpan.FromMinutes(2), _host.Record.Data.MinAge);
        Assert.Equal("/test", _host.Record.Calls[0].Event.Source!.ToString());
    }

    [Fact]
    public async Task Post_Reply_IsABinaryCloudEvent()
    {
        using var response = await _host.PostAsync(
            """{"prefix":"a"}"""u8.ToArray(),
            [.. ToyHost.Attributes("toy.echo"), ("ce-traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                ("ce-hops", "2")],
            cancellation: TestContext.Current.CancellationToken);

        string Header(string name) => Assert.Single(response.Headers.GetValues(name));
        Assert.Equal("1.0", Header("ce-specversion"));
        Assert.Equal("toy.echoed", Header("ce-type"));
        Assert.Equal("/toy/echo", Header("ce-source"));
        Assert.Equal(EventFactory.IdOf("toy.echoed", "/toy/echo", "a"), Header("ce-id"));
        Assert.Equal("s3://bucket/%C3%A9", Header("ce-dataref"));
        Assert.Equal("3", Header("ce-hops"));
        Assert.Equal("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", Header("ce-traceparent"));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"prefix":"a"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀")]
    [InlineData("100%25", "100%")]
    [InlineData("\"quoted \\\"text\\\"\"", "quoted \"text\"")]
    [InlineData("50%", "50%")]
    [InlineData("50%25 of 50% and %zz", "50% of 50% and %zz")]
    [InlineData("%C3", "%C3")]
    [InlineData("%C3%A9 %C3", "%C3%A9 %C3")]
    [InlineData("a%2Fb%2", "a/b%2")]
    public async Task Post_HeaderValue_IsDecoded(string sent, string read)
    {
        using var response = await _host.PostAsync("toy.echo", "{}", sent);

        ToyHost.Expect(HttpStatusCode.OK, response);
        Assert.Equal(read, _host.Record.Calls[0].Event.Subject);
    }

    [Theory]
    [InlineData("2026-11-30t10:00:00z", "2026-11-30T10:00:00+00:00")]
    [InlineData("2026-11-30T10:00:00.25z", "2026-11-30T10:00:00.25+00:00")]
    [InlineData("2026-11-30t10:00:00+02:00", "2026-11-30T10:00:00+02:00")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00")]
    [InlineData("2016-12-31t15:59:60.5-08:00", "2016-12-31T15:59:59.5-08:00")]
    public async Task Post_TimeThatRfc3339Allows_IsRead(string sent, string read)
    {
        using var binary = await _host.PostAsync("{}"u8.ToArray(), [.. ToyHost.Attributes("toy.echo"), ("ce-time", sent)],
            cancellation: TestContext.Current.CancellationToken);
        using var structured = await _host.PostAsync(
            Encoding.UTF8.GetBytes(
                $$$"""{"specversion":"1.0","id":"1","source":"/","time":"{{{sent}}}","type":"toy.echo","data":{"prefix":"é"}}"""),
            [("Content-Type", "application/cloudevents+json")], cancellation: TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.OK, binary);
        ToyHost.Expect(HttpStatusCode.OK, structured);
        Assert.Equal("é", _host.Record.Data!.Prefix);
        var moment = DateTimeOffset.Parse(read, System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(_host.Record.Calls, call => Assert.Equal(moment, call.Event.Time));
    }

    [Fact]
    public async Task Post_HeadersInAnyLetterCase_AreRead()
    {
        using var response = await _host.PostAsync(
            "{}"u8.ToArray(),
            [("CE-SpecVersion", "1.0"), ("Ce-ID", "7"), ("cE-sOURCE", "/t"), ("CE-TYPE", "toy.echo"), ("Ce-MyExt", "x")],
            cancellation: TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.OK, response);
        Assert.Equal("x", _host.Record.Calls[0].Event["myext"]);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("text/json")]
    [InlineData("application/vnd.scan+json")]
    [InlineData(null)]
    public async Task Post_JsonContentType_IsRead(string? contentType)
    {
        var headers = ToyHost.Attributes("toy.echo").Where(each => each.Name != "Content-Type");
        using var response = await _host.PostAsync(
            """{"prefix":"é"}"""u8.ToArray(), contentType is null ? headers : headers.Append(("Content-Type", contentType)),
            cancellation: TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.OK, response);
        Assert.Equal("é", _host.Record.Data!.Prefix);
    }

    [Fact]
    public async Task Post_JsonInLatin1_IsRead()
    {
        var headers = ToyHost.Attributes("toy.echo").Where(each => each.Name != "Content-Type");
        using var response = await _host.PostAsync(
            Encoding.Latin1.GetBytes("""{"prefix":"é"}"""),
            headers.Append(("Content-Type", "application/json; charset=iso-8859-1")),
            cancellation: TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.OK, response);
        Assert.Equal("é", _host.Record.Data!.Prefix);
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","data":{"prefix":"p"}}""", "p")]
    [InlineData(
        """{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","data":"""
        + """{"prefix":"p"},"datacontenttype":"application/json; charset=utf-8"}""", "p")]
    [InlineData(
        """{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","datacontenttype":"application/json","""
        + """ "data_base64":"eyJwcmVmaXgiOiJwIn0="}""", "p")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","data_base64":"eyJwcmVmaXgiOiJwIn0="}""", "p")]
    [InlineData(
        """{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","hops":3,"flag":true,"subject":null,"data":{}}""", null)]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","data":null}""", null)]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo"}""", null)]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/t","type":"dev.knative.sources.ping"}""", null)]
    public async Task Post_StructuredMode_IsRead(string body, string? prefix)
    {
        using var response = await _host.PostAsync(
            Encoding.UTF8.GetBytes(body), [("Content-Type", "application/cloudevents+json; charset=utf-8")],
            cancellation: TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.OK, response);
        Assert.Equal(prefix, _host.Record.Data!.Prefix);
    }

    [Fact]
    public async Task Post_StructuredHops_AreANumber()
    {
        using var response = await _host.PostAsync(
            """{"specversion":"1.0","id":"1","source":"/t","type":"toy.echo","hops":3}"""u8.ToArray(),
            [("Content-Type", "application/cloudevents+json")], cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(3, _host.Record.Calls[0].Hops);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task Post_PingWithoutData_IsAnEmptyRequest(string? contentType)
    {
        var headers = ToyHost.Attributes("dev.knative.sources.ping").Where(each => each.Name != "Content-Type");
        using var response = await _host.PostAsync(
            [], contentType is null ? headers : headers.Append(("Content-Type", contentType)),
            cancellation: TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.OK, response);
        Assert.Equal(new ScanRequested(), _host.Record.Data);
    }

    [Fact]
    public async Task Post_TraceInHttpHeaderAlone_IsCarriedOn()
    {
        using var response = await _host.PostAsync(
            "{}"u8.ToArray(),
            [.. ToyHost.Attributes("toy.echo"), ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")],
            cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            Assert.Single(response.Headers.GetValues("ce-traceparent")));
    }

    [Fact]
    public async Task Post_BodyOfExactlyOneMebibyte_IsTaken()
    {
        var body = new byte[1 << 20];
        Array.Fill(body, (byte)' ');
        "{}"u8.CopyTo(body);
        using var response = await _host.PostAsync(
            body, ToyHost.Attributes("toy.echo"), cancellation: TestContext.Current.CancellationToken);

        ToyHost.Expect(HttpStatusCode.OK, response);
    }
}
