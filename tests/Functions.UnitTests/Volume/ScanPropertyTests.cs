using System.Text;
using CsCheck;

namespace Longshore.UnitTests.Volumes;

/// <summary>A scan with a prefix and a cursor is the whole scan, filtered: pruning loses nothing and adds nothing.</summary>
public sealed class ScanPropertyTests
{
    private static readonly Gen<string> Component =
        Gen.OneOf("a", "a-", "a0", "ab", "a.b", "b", "-", "~", "\u00E9", "\uFF5E", "\U0001F600", ".x");

    private static readonly Gen<string> TreePath = Component.Array[1, 4].Select(parts => string.Join('/', parts));

    private static readonly Gen<string> Cut = Gen.Select(TreePath, Gen.OneOf("", "/", "a", "-", "0", "/a", "\u00E9"))
        .Select((path, tail) => path + tail);

    [Fact]
    public void Scan_AnyTreePrefixAndCursor_EqualsTheFilteredWholeScan()
    {
        Gen.Select(TreePath.Array[0, 25], Cut.Array[8], Cut.Array[8]).Sample(
            (paths, prefixes, cursors) =>
            {
                using var volume = new TempVolume();
                foreach (var path in paths)
                    TryWrite(volume, path);
                using var root = volume.Open();
                var all = root.Scan().Select(e => e.Path).ToArray();
                Assert.Equal(volume.Contents().Keys.Order(Utf8Order.Instance), all);
                foreach (var (prefix, after) in prefixes.Append("").Zip(cursors.Append("")).Concat(all.Select(p => ("", p))))
                {
                    Assert.Equal(
                        all.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)
                            && Utf8Order.Instance.Compare(p, after) > 0),
                        root.Scan(prefix, after).Select(e => e.Path));
                }

                return true;
            },
            iter: 40,
            threads: 2);
    }

    private static void TryWrite(TempVolume volume, string path)
    {
        var parts = path.Split('/');
        var taken = Enumerable.Range(1, parts.Length - 1).Any(n => File.Exists(volume.Full(string.Join('/', parts[..n]))));
        if (!taken && !Directory.Exists(volume.Full(path)))
            volume.Write(path);
    }

    private sealed class Utf8Order : IComparer<string>
    {
        public static Utf8Order Instance { get; } = new();

        public int Compare(string? x, string? y) =>
            Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
    }
}
