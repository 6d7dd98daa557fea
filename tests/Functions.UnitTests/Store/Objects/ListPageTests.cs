using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CsCheck;
using Longshore.Store.Objects;

namespace Longshore.UnitTests.Store.Objects;

public class ListPageTests
{
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>
    /// The answer of the Amazon S3 API reference, ListObjectsV2, "Sample Response for general purpose buckets", in its parts.
    /// </summary>
    private const string Sample = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
            <Name>bucket</Name>
            <Prefix/>
            <!-- a comment -->
            <KeyCount>2</KeyCount>
            <MaxKeys>1000</MaxKeys>
            <IsTruncated>true</IsTruncated>
            <NextContinuationToken>a&amp;b/+=</NextContinuationToken>
            <Contents>
                <Key>my-image.jpg</Key>
                <LastModified>2009-10-12T17:50:30.000Z</LastModified>
                <ETag>&quot;fba9dede5f27731c9771645a39863328&quot;</ETag>
                <Size>434234</Size>
                <Owner><ID>8a6925ce</ID><DisplayName/></Owner>
                <StorageClass>STANDARD</StorageClass>
            </Contents>
            <Contents><Key>b &lt;&#x41;&#13;&gt;</Key><Size>0</Size></Contents>
            <CommonPrefixes><Prefix>photos/</Prefix></CommonPrefixes>
        </ListBucketResult>
        """;

    [Fact]
    public void Read_SampleOfTheSpecification_IsItsObjects()
    {
        var page = Read(Sample);

        Assert.Equal("a&b/+=", page.Next);
        Assert.Equal(
            [
                new ListedObject("my-image.jpg", "fba9dede5f27731c9771645a39863328", 434234,
                    new DateTimeOffset(2009, 10, 12, 17, 50, 30, TimeSpan.Zero)),
                new ListedObject("b <A\r>", "", 0),
            ], page.Objects);
    }

    [Theory]
    [InlineData("%2B%20+a%0A%C3%A4", "+  a\nä")]
    [InlineData("plain", "plain")]
    public void Read_KeysAreUrlEncoded_DecodesThem(string key, string expected) =>
        Assert.Equal(expected,
            Read("<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><Contents>"
            + $"<Key>{key}</Key><Size>1</Size></Contents></ListBucketResult>").Objects.Single().Key);

    [Theory]
    [InlineData("<ListBucketResult><NextContinuationToken>t</NextContinuationToken></ListBucketResult>", "t")]
    [InlineData(
        "<ListBucketResult><KeyCount>1</KeyCount><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>", null)]
    [InlineData("<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>", null)]
    public void Read_WithoutIsTruncated_GoesByTokenOrCount(string body, string? next) => Assert.Equal(next, Read(body).Next);

    [Fact]
    public void Read_WithoutIsTruncatedAndFull_IsRefused() => Assert.Throws<FormatException>(() =>
        Read("<ListBucketResult><KeyCount>1000</KeyCount>"
            + string.Concat(Enumerable.Repeat("<Contents><Key>a</Key><Size>1</Size></Contents>", 1000)) + "</ListBucketResult>"));

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>proxy</body></html>")]
    [InlineData("<ListBucketResult></ListBucketResult>")]
    [InlineData("<ListBucketResult><IsTruncated>maybe</IsTruncated></ListBucketResult>")]
    [InlineData("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>")]
    [InlineData("<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>1</KeyCount></ListBucketResult>")]
    [InlineData("<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key></Contents></ListBucketResult>")]
    [InlineData("<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Size>1</Size></Contents></ListBucketResult>")]
    [InlineData(
        "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key><Size>1x</Size></Contents></ListBucketResult>")]
    [InlineData(
        "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a<b/></Key>"
        + "<Size>1</Size></Contents></ListBucketResult>")]
    [InlineData(
        "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key><![CDATA[a]]></Key>"
        + "<Size>1</Size></Contents></ListBucketResult>")]
    public void Read_WhatIsNoListing_IsRefused(string body) => Assert.Throws<FormatException>(() => Read(body));

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        var whole = Encoding.UTF8.GetBytes(Sample.TrimEnd());
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            Assert.Throws<FormatException>(() => ListPage.Read(cut));
        }
    }

    [Fact]
    public void Read_AnyListing_IsWhatTheFrameworksXmlReads() =>
        Gen.Select(Gen.String[Gen.Char["ab<>&\"'é/+%"], 0, 30], Gen.Long[0, long.MaxValue], Gen.Bool)
            .Array[0, 20].Select(Gen.Bool).Sample((objects, indent) =>
        {
            XNamespace ns = Namespace;
            var keys = objects.Select(item => item.Item1 + "😀").ToArray();
            var document = new XElement(ns + "ListBucketResult", new XElement(ns + "IsTruncated", "false"),
                objects.Select((item, index) => new XElement(ns + "Contents",
                new XElement(ns + "ETag", $"\"{index}\""),
                new XElement(ns + "Size", item.Item2.ToString(CultureInfo.InvariantCulture)),
                item.Item3 ? new XElement(ns + "Owner", new XElement(ns + "ID")) : null, new XElement(ns + "Key", keys[index]))));

            var page = Read(document.ToString(indent ? SaveOptions.None : SaveOptions.DisableFormatting));

            Assert.Equal(objects.Select((item, index) =>
                new ListedObject(keys[index], index.ToString(CultureInfo.InvariantCulture), item.Item2)), page.Objects);
        });

    private static ListPage Read(string body) => ListPage.Read(Encoding.UTF8.GetBytes(body));
}
