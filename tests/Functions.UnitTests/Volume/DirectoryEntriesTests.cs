using System.Buffers.Binary;
using System.Text;
using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

/// <summary>What <c>getdents64</c> writes, whole and broken: the walk ends, and gives nothing that is no name.</summary>
public sealed class DirectoryEntriesTests
{
    private const int LengthAt = 16;
    private const int NameAt = 19;

    [Fact]
    public void MoveNext_WholeRecords_AreTheirNames()
    {
        var longest = new string('n', 1024);
        byte[] records = [.. Record("."), .. Record("a", 4), .. Record(".."), .. Record(longest), .. Record("b", 10)];

        Assert.Equal([("a", 4), (longest, 8), ("b", 10)], Walk(records, out var broken));
        Assert.False(broken);
    }

    [Theory]
    [InlineData("no length")]
    [InlineData("shorter than its head")]
    [InlineData("longer than what is there")]
    [InlineData("no NUL")]
    [InlineData("no name")]
    [InlineData("a slash in it")]
    [InlineData("cut in its head")]
    public void MoveNext_BrokenRecord_EndsTheWalkAndSaysSo(string how)
    {
        var record = Record("name");
        var length = record.AsSpan(LengthAt, 2);
        switch (how)
        {
            case "no length":
                length.Clear();
                break;
            case "shorter than its head":
                BinaryPrimitives.WriteUInt16LittleEndian(length, NameAt);
                break;
            case "longer than what is there":
                BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)(record.Length + 8));
                break;
            case "no NUL":
                record.AsSpan(NameAt).Fill((byte)'x');
                break;
            case "no name":
                record[NameAt] = 0;
                break;
            case "a slash in it":
                record[NameAt + 1] = (byte)'/';
                break;
            default:
                record = record[..NameAt];
                break;
        }

        Assert.Equal([("a", 8)], Walk([.. Record("a"), .. record], out var broken));
        Assert.True(broken);
    }

    [Fact]
    public void MoveNext_AnyBytes_EndAndGiveOnlyNames()
    {
        var random = new Random(13);
        for (var round = 0; round < 50_000; round++)
        {
            byte[] records = [.. Record("first"), .. Record(new string('x', random.Next(1, 300))), .. Record("last", 4)];
            for (var change = random.Next(6); change > 0; change--)
                records[random.Next(records.Length)] = (byte)random.Next(256);
            records = records[..random.Next(records.Length + 1)];

            var names = Walk(records, out _);

            Assert.True(names.Count <= records.Length / NameAt);
            Assert.All(names, name => Assert.True(name.Name.Length > 0 && name.Name.AsSpan().IndexOfAny('/', '\0') < 0
                && name.Name is not ("." or "..")));
        }
    }

    private static List<(string Name, int Type)> Walk(byte[] records, out bool broken)
    {
        var found = new List<(string, int)>();
        var entries = new DirectoryEntries(records);
        while (entries.MoveNext())
            found.Add((Encoding.Latin1.GetString(entries.Name), (int)entries.Type));
        broken = entries.IsBroken;
        return found;
    }

    private static byte[] Record(string name, byte type = 8)
    {
        var record = new byte[(NameAt + name.Length + 1 + 7) & ~7];
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(LengthAt), (ushort)record.Length);
        record[NameAt - 1] = type;
        Encoding.Latin1.GetBytes(name).CopyTo(record, NameAt);
        return record;
    }
}
