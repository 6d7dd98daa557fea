using System.Text;
using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Knative;

public sealed class WireEventTests
{
    private static readonly WireEvent Sample = TestCluster.Event("a", "id-1")
        .With(("subject", "Zürich 100% \"quoted\" \u263a"), ("dataref", "s3://b/k"), ("hops", "3"));

    [Fact]
    public async Task Binary_WrittenAndRead_IsTheSame()
    {
        await AssertSameAsync(WireEventWriter.Binary(Sample), Sample);
    }

    [Fact]
    public async Task Structured_WrittenAndRead_IsTheSame()
    {
        await AssertSameAsync(WireEventWriter.Structured(Sample), Sample);
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("text/plain")]
    public async Task Structured_DataThatIsNotJson_IsTheSame(string contentType)
    {
        var sample = Sample.With(("datacontenttype", contentType));

        await AssertSameAsync(WireEventWriter.Structured(sample), sample);
    }

    [Fact]
    public void Binary_HeadersInAnyLetterCaseAndQuoted_AreRead()
    {
        var read = WireEventReader.Read(
        [
            new("CE-SpecVersion", "1.0"), new("Ce-Id", "\"a%20b\""), new("ce-SOURCE", "/s%zz"), new("CE-type", "t%E2%98%BA"),
            new("Content-Type", "text/plain"),
        ], "x"u8.ToArray())!;

        Assert.Equal("a b", read.Id);
        Assert.Equal("/s%zz", read.Source);
        Assert.Equal("t\u263a", read.Type);
        Assert.Equal("text/plain", read.DataContentType);
    }

    [Fact]
    public void Structured_NumbersBooleansAndNull_AreTakenAsText()
    {
        var read = ReadJson(
            """{"specversion":"1.0","id":"1","source":"/s","type":"t","hops":3,"flag":true,"nothing":null,"data":{"a":1}}""");

        Assert.Equal("3", read.Attributes["hops"]);
        Assert.Equal("true", read.Attributes["flag"]);
        Assert.False(read.Attributes.ContainsKey("nothing"));
        Assert.Equal("application/json", read.DataContentType);
    }

    [Fact]
    public void Structured_Base64Data_IsDecoded()
    {
        var read = ReadJson("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":"aGk="}""");

        Assert.Equal("hi", Encoding.UTF8.GetString(read.Data.Span));
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","id":"","source":"/s","type":"t"}""", "id is missing or empty")]
    [InlineData("""{"specversion":"1.0","id":"1","type":"t"}""", "source is missing or empty")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"/s","type":"t"}""", "specversion is 0.3")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","bad-name":"x"}""", "bad-name")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","list":[1]}""", "list must be")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":"#"}""", "not valid JSON")]
    [InlineData("""[]""", "must be a JSON object")]
    public void Structured_Malformed_IsRefusedWithItsReason(string json, string reason)
    {
        Assert.Contains(reason, Assert.Throws<WireEventException>(() => ReadJson(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NothingSaysCloudEvent_IsNull()
    {
        Assert.Null(WireEventReader.Read([new("Content-Type", "application/json")], "{}"u8.ToArray()));
    }

    private static WireEvent ReadJson(string json) =>
        WireEventReader.Read([new("content-type", "application/cloudevents+json; charset=utf-8")], Encoding.UTF8.GetBytes(json))!;

    private static async Task AssertSameAsync(HttpContent content, WireEvent expected)
    {
        var headers =
            content.Headers.NonValidated.Select(static header => KeyValuePair.Create(header.Key, header.Value.ToString()));
        var read = WireEventReader.Read(headers, await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))!;
        content.Dispose();

        Assert.Equal(expected.Attributes.OrderBy(static pair => pair.Key, StringComparer.Ordinal),
            read.Attributes.OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(expected.Data.ToArray(), read.Data.ToArray());
    }
}
