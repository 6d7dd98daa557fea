using Longshore.Settings;
using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

public sealed class FingerprintMatchTests
{
    private static readonly Fingerprint Print = new(10, new Timestamp(1), new Timestamp(2), 3);
    private static readonly FileStat Found = new(FileKind.Regular, Print, 0x81A4, 7, 1, 0);

    public static TheoryData<string, bool, bool> Rows => new()
    {
        { "same", true, true },
        { "size", false, false },
        { "mtime", false, false },
        { "ctime", false, true },
        { "inode", false, false },
        { "no inode", true, true },
        { "device", true, false },
        { "kind", false, false },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Match_OneThingDiffers_AnswersAsTheTable(string differs, bool before, bool after)
    {
        var found = differs switch
        {
            "size" => Found with { Fingerprint = Print with { Size = 11 } },
            "mtime" => Found with { Fingerprint = Print with { Modified = new Timestamp(9) } },
            "ctime" => Found with { Fingerprint = Print with { Changed = new Timestamp(9) } },
            "inode" => Found with { Fingerprint = Print with { Inode = 9 } },
            "no inode" => Found with { Fingerprint = Print with { Inode = 0 } },
            "device" => Found with { Device = 9 },
            "kind" => Found with { Kind = FileKind.SymbolicLink },
            _ => Found,
        };

        Assert.Equal(before, FingerprintMatch.BeforeRename(found, Print));
        Assert.Equal(after, FingerprintMatch.AfterRename(found, Found));
    }

    [Fact]
    public void Match_ReceiptWithoutInode_EqualsAnyInode() =>
        Assert.True(FingerprintMatch.BeforeRename(Found, Print with { Inode = 0 }));
}
