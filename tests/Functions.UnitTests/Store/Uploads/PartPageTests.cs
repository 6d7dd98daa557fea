using System.Text;
using Longshore.Store.Uploads;

namespace Longshore.UnitTests.Store.Uploads;

public class PartPageTests
{
    private const string Part =
        "<Part><PartNumber>3</PartNumber><LastModified>2026-11-29T10:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag>"
        + "<Size>5</Size><ChecksumSHA256>c</ChecksumSHA256></Part>";

    [Fact]
    public void Read_APart_IsThatPart()
    {
        var part = Assert.Single(Read($"<IsTruncated>false</IsTruncated>{Part}").Parts);

        Assert.Equal((3, new UploadedPart("e", "c", 5, new DateTimeOffset(2026, 11, 29, 10, 0, 0, TimeSpan.Zero))),
            (part.Key, part.Value));
    }

    [Theory]
    [InlineData("<ETag>&quot;e&quot;</ETag>")]
    [InlineData("<Size>5</Size>")]
    [InlineData("<ChecksumSHA256>c</ChecksumSHA256>")]
    public void Read_PartThatLacksWhatProvesIt_IsLeftOut(string lacking) =>
        Assert.Empty(Read($"<IsTruncated>false</IsTruncated>{Part.Replace(lacking, "", StringComparison.Ordinal)}").Parts);

    [Fact]
    public void Read_PartWithoutATime_HasNone()
    {
        var timeless = Part.Replace("<LastModified>2026-11-29T10:00:00.000Z</LastModified>", "", StringComparison.Ordinal);

        Assert.Null(Assert.Single(Read($"<IsTruncated>false</IsTruncated>{timeless}").Parts).Value.Written);
    }

    [Theory]
    [InlineData("<IsTruncated>true</IsTruncated><NextPartNumberMarker>9</NextPartNumberMarker>", 9)]
    [InlineData("<IsTruncated>true</IsTruncated>", 3)]
    [InlineData("", null)]
    public void Read_MarkerOrFlagIsMissing_GoesByTheParts(string told, int? next) => Assert.Equal(next, Read(told + Part).Next);

    [Fact]
    public void Read_FullAndWithoutIsTruncated_IsRefused() =>
        Assert.Throws<FormatException>(() => Read(string.Concat(Enumerable.Repeat(Part, 1000))));

    [Theory]
    [InlineData("<html>a proxy</html>")]
    [InlineData("<ListPartsResult><UploadId>other</UploadId><IsTruncated>false</IsTruncated></ListPartsResult>")]
    [InlineData("<ListPartsResult><UploadId>u</UploadId><IsTruncated>maybe</IsTruncated></ListPartsResult>")]
    [InlineData("<ListPartsResult><UploadId>u</UploadId><IsTruncated>true</IsTruncated></ListPartsResult>")]
    [InlineData("<ListPartsResult><UploadId>u</UploadId><IsTruncated>false</IsTruncated><Part/></ListPartsResult>")]
    [InlineData("<ListPartsResult><UploadId>u</UploadId>")]
    public void Read_WhatIsNoSuchList_IsRefused(string body) =>
        Assert.Throws<FormatException>(() => PartPage.Read(Encoding.UTF8.GetBytes(body), "u"));

    private static PartPage Read(string inside) =>
        PartPage.Read(Encoding.UTF8.GetBytes($"<ListPartsResult><UploadId>u</UploadId>{inside}</ListPartsResult>"), "u");
}
