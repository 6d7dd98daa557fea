using System.Net.Sockets;
using System.Text;
using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

public sealed class ScanTests : IDisposable
{
    private readonly TempVolume _volume = new();

    public void Dispose() => _volume.Dispose();

    [Fact]
    public void Scan_FoldersAndFiles_AreInTheOrderOfS3()
    {
        string[] names =
        [
            "a", "a-b", "a.b", "aa/x", "ab", "b/x", "b-/x", "b0", "b.d/x", "b/y/z", "b/y-", "b/y0", "Z", "~", " x",
            "-", "+", "%41",
            "\u00E9", "e\u0301", "\uFF5E", "\uE000x", "\U0001F600", "\U00010000/x", "\uFFFD", "d/\U0001F600", "d/\uFF5E",
        ];
        foreach (var name in names)
            _volume.Write(name);
        using var root = _volume.Open();

        var paths = root.Scan().Select(e => e.Path).ToArray();

        Assert.Equal(names.OrderBy(n => Convert.ToHexString(Encoding.UTF8.GetBytes(n)), StringComparer.Ordinal), paths);
        Assert.NotEqual(names.Order(StringComparer.Ordinal), paths);
        Assert.Equal(names.Select(TempVolume.At).Order().Select(p => p.Value), paths);
    }

    [Fact]
    public void Scan_RegularFile_IsWhatStatSays()
    {
        _volume.Write("a/b.dat", "12345");
        using var root = _volume.Open();
        Assert.Equal(new ScanEntry(ScanEntryKind.File, "a/b.dat", root.Stat(TempVolume.At("a/b.dat")), null),
            Assert.Single(root.Scan()));
    }

    [Fact]
    public void Scan_OwnFolder_IsSkippedAtTheRootOnly()
    {
        _volume.Write(".longshore/trash/b/p/s/x");
        _volume.Write("a/.longshore/y");
        using var root = _volume.Open();
        Assert.Equal(["a/.longshore/y"], root.Scan().Select(e => e.Path));
        Assert.Empty(root.Scan(prefix: ".longshore/"));
        Assert.Empty(root.Scan(prefix: ".longshore/trash/b"));
    }

    [Fact]
    public void Scan_EverythingThatIsNoFile_IsReportedAndNotEntered()
    {
        _volume.Folder("empty");
        _volume.Folder("real");
        TestLibc.Fifo(_volume.Full("fifo"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_volume.Full("socket")));
        File.WriteAllText(Path.Combine(_volume.Outside, "secret"), "secret");
        File.CreateSymbolicLink(_volume.Full("link-out"), _volume.Outside);
        File.CreateSymbolicLink(_volume.Full("real/loop"), "..");
        using var root = _volume.Open();

        Assert.Equal(
            [
                (ScanEntryKind.Special, "fifo", FileKind.Special),
                (ScanEntryKind.SymbolicLink, "link-out", FileKind.SymbolicLink),
                (ScanEntryKind.SymbolicLink, "real/loop", FileKind.SymbolicLink),
                (ScanEntryKind.Special, "socket", FileKind.Special),
            ],
            root.Scan().Select(e => (e.Kind, e.Path, e.Stat.Kind)));
    }

    [Fact]
    public void Scan_NamesThatAreNotUtf8_AreUnaddressableAndEscaped()
    {
        TestLibc.WriteRaw(TestLibc.Raw(_volume.Root, "caf"u8));
        TestLibc.WriteRaw(TestLibc.Raw(_volume.Root, [.. "caf"u8, 0xE9, .. ".dat"u8]));
        TestLibc.MakeFolderRaw(TestLibc.Raw(_volume.Root, [.. "d\\"u8, 0xFF, 0xC3]));
        TestLibc.WriteRaw(TestLibc.Raw(_volume.Root, [.. "d\\"u8, 0xFF, 0xC3, .. "/\u00E9"u8]));
        using var root = _volume.Open();

        Assert.Equal(
            [
                (ScanEntryKind.File, "caf"),
                (ScanEntryKind.Unaddressable, @"caf\xE9.dat"),
                (ScanEntryKind.Unaddressable, "d\\\\\\xFF\\xC3/\u00E9"),
            ],
            root.Scan().Select(e => (e.Kind, e.Path)));
        Assert.All(root.Scan().Skip(1), e => Assert.NotNull(e.Problem));
    }

    /// <summary>Such a path comes from moving a folder deeper: no call takes it, but a scan goes from folder to folder.</summary>
    [Fact]
    public void Scan_PathsOver4095Bytes_AreUnaddressable()
    {
        var component = new string('x', 250);
        var above = string.Join('/', Enumerable.Repeat(component, 15));
        var deep = Path.Combine(_volume.Outside, "deep");
        var folder = Directory.CreateDirectory(Path.Combine(deep, component)).FullName;
        File.WriteAllText(Path.Combine(folder, "short"), "");
        File.WriteAllText(Path.Combine(folder, component), "");
        Directory.CreateDirectory(Path.Combine(folder, new string('y', 250), "inner"));
        _volume.Folder(above);
        TestLibc.Rename(deep, _volume.Full($"{above}/deep"));
        using var root = _volume.Open();

        var entries = root.Scan().Select(e => (e.Kind, e.Path)).ToArray();

        TestLibc.Rename(_volume.Full($"{above}/deep"), deep);
        Assert.Equal(
            [
                (ScanEntryKind.File, $"{above}/deep/{component}/short"),
                (ScanEntryKind.Unaddressable, $"{above}/deep/{component}/{component}"),
                (ScanEntryKind.Unaddressable, $"{above}/deep/{component}/{new string('y', 250)}"),
            ],
            entries);
    }

    [Fact]
    public void Scan_FolderMayNotBeRead_ReportsItAndGoesOn()
    {
        _volume.Write("a");
        _volume.Write("b-closed/x");
        _volume.Write("c-not-searchable/x");
        _volume.Write("c-not-searchable/y");
        _volume.Write("d");
        TestLibc.ChangeMode(_volume.Full("b-closed"), 0);
        TestLibc.ChangeMode(_volume.Full("c-not-searchable"), 0x104 /* r-----r-- */);
        Isolated.AsNobody(() =>
        {
            using var root = _volume.Open();
            var entries = root.Scan().ToArray();
            Assert.Equal(
                [
                    (ScanEntryKind.File, "a"), (ScanEntryKind.Failed, "b-closed"), (ScanEntryKind.Failed, "c-not-searchable"),
                    (ScanEntryKind.File, "d"),
                ],
                entries.Select(e => (e.Kind, e.Path)));
            Assert.Contains("EACCES", entries[1].Problem, StringComparison.Ordinal);
            Assert.Contains("EACCES", entries[2].Problem, StringComparison.Ordinal);
        });
        foreach (var folder in new[] { "b-closed", "c-not-searchable" })
            TestLibc.ChangeMode(_volume.Full(folder), 0x1C0 /* rwx------ */);
    }

    [Fact]
    public void Scan_RootMayNotBeRead_IsUnavailable()
    {
        TestLibc.ChangeMode(_volume.Root, 0x41 /* --x-----x */);
        Isolated.AsNobody(() =>
        {
            using var root = _volume.Open();
            Assert.Throws<VolumeUnavailableException>(() => root.Scan().Count());
        });
        TestLibc.ChangeMode(_volume.Root, 0x1C0 /* rwx------ */);
    }

    [Fact]
    public void Scan_EntriesVanishMeanwhile_AreLeftOut()
    {
        foreach (var path in new[] { "a", "b/x", "c", "d/x", "e" })
            _volume.Write(path);
        using var root = _volume.Open();
        var seen = new List<string>();
        foreach (var entry in root.Scan())
        {
            seen.Add(entry.Path);
            if (entry.Path == "a")
            {
                Directory.Delete(_volume.Full("b"), true);
                File.Delete(_volume.Full("c"));
                Directory.Delete(_volume.Full("d"), true);
                File.WriteAllText(_volume.Full("d"), "now a file");
            }
        }

        Assert.Equal(["a", "e"], seen);
    }

    [Fact]
    public void Scan_FolderBecomesALinkMeanwhile_IsNotFollowed()
    {
        _volume.Write("a");
        _volume.Write("b/x");
        File.WriteAllText(Path.Combine(_volume.Outside, "x"), "secret");
        using var root = _volume.Open();
        var seen = new List<(ScanEntryKind, string)>();
        foreach (var entry in root.Scan())
        {
            seen.Add((entry.Kind, entry.Path));
            if (seen.Count > 1)
                continue;
            Directory.Move(_volume.Full("b"), _volume.Full("z"));
            File.CreateSymbolicLink(_volume.Full("b"), _volume.Outside);
        }

        Assert.Equal([(ScanEntryKind.File, "a"), (ScanEntryKind.SymbolicLink, "b")], seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a/")]
    [InlineData("a/b")]
    [InlineData("a/b/")]
    [InlineData("..")]
    [InlineData("../")]
    [InlineData("../outside/")]
    [InlineData("/")]
    [InlineData("./a")]
    [InlineData("a//")]
    [InlineData("a/\0")]
    [InlineData("x/")]
    public void Scan_Prefix_GivesWhatTheTextStarts(string prefix)
    {
        foreach (var path in new[] { "a/b/c", "a/bc", "ab", "b", "..x", "x" })
            _volume.Write(path);
        File.WriteAllText(Path.Combine(_volume.Outside, "secret"), "secret");
        using var root = _volume.Open();
        var all = root.Scan().Select(e => e.Path).ToArray();
        Assert.Equal(all.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)), root.Scan(prefix).Select(e => e.Path));
    }

    [Fact]
    public void Scan_PrefixIsNotUnicode_GivesNothing()
    {
        _volume.Write("\uFFFD");
        using var root = _volume.Open();
        Assert.Empty(root.Scan("\uD800"));
        Assert.Empty(root.Scan("\uFFFD\uD800"));
        Assert.Single(root.Scan("\uFFFD"));
    }

    /// <summary>4,000 long names cross several blocks of the listing.</summary>
    [Fact]
    public void Scan_FolderOfManyEntries_GivesEachOnceInOrder()
    {
        const int Count = 4_000;
        var tail = new string('n', 180);
        _volume.Folder("many");
        for (var i = 0; i < Count; i++)
            File.Create(_volume.Full($"many/{i * 7919 % Count:D6}-{tail}.dat")).Dispose();
        using var root = _volume.Open();

        Assert.Equal(
            Enumerable.Range(0, Count).Select(i => $"many/{i:D6}-{tail}.dat"),
            root.Scan().Select(e => e.Path));
    }

    [Fact]
    public void Scan_ManyLevels_ReachesTheBottom()
    {
        var path = string.Join('/', Enumerable.Repeat("d", 200)) + "/file";
        _volume.Write(path);
        using var root = _volume.Open();
        Assert.Equal(path, Assert.Single(root.Scan()).Path);
    }

    [Fact]
    public void Scan_LeftInTheMiddle_ClosesItsHandles()
    {
        _volume.Write("a/b/c/d");
        using var root = _volume.Open();
        using (var entries = root.Scan().GetEnumerator())
            Assert.True(entries.MoveNext());
        Assert.Single(root.Scan());
    }
}
