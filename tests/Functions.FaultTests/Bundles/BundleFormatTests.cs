using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Longshore.Core.Bundles;
using Longshore.FaultTests.Worlds;
using Longshore.Settings;

namespace Longshore.FaultTests.Bundles;

/// <summary>A bundle is a tar that everybody's tools read, whatever the files are called.</summary>
public sealed class BundleFormatTests : IDisposable
{
    private const string Known = "53831593c2f8589e511c8e5087969afae520d7be96d621d309959c9a22aab4ad";

    private const string Python = """
        import hashlib, sys, tarfile
        with tarfile.open(sys.argv[1]) as tar:
            for m in tar:
                content = tar.extractfile(m).read()
                time = m.pax_headers.get('mtime', str(m.mtime))
                print(m.name.encode('utf-8', 'surrogateescape').hex(), time, oct(m.mode), m.uid, m.gid, m.offset_data,
                    hashlib.sha256(content).hexdigest())
        """;

    private static readonly Comparer<byte[]> Bytes =
        Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-bundle-").FullName;

    private string Bundle => Path.Combine(_folder, "bundle.tar");

    /// <summary>Every odd name of the worlds, odd times, sizes and owners.</summary>
    private static (TarMember Member, byte[] Content)[] Files { get; } = [.. MakeFiles()];

    [Fact]
    public void Write_SameFilesAgain_AreTheSameBytes()
    {
        var (bundle, offsets) = Write();

        Assert.Equal(bundle, Write().Bundle);
        Assert.All(Files.Zip(offsets), pair =>
            Assert.Equal(pair.First.Content, bundle[(int)pair.Second..][..pair.First.Content.Length]));
        // What it is now: a change of the format breaks it. Bundles that are in use must be rebuilt to the same bytes.
        var hash = Convert.ToHexStringLower(SHA256.HashData(bundle));
        Assert.True(hash == Known, $"The format has changed: {hash}");
    }

    [Fact]
    public void LengthOf_FirstFiles_IsWhatTheirBundleHas()
    {
        for (var count = 1; count <= Files.Length; count += 7)
        {
            var files = Files.Take(count).ToArray();
            var lengths = files.Select(file => BundleWriter.LengthOf(file.Member)).ToArray();
            Assert.Equal(Write(files).Bundle.Length,
                BundleWriter.LengthOf(lengths.Sum(length => length.InTar), lengths.Sum(length => length.InManifest)));
        }
    }

    /// <summary>The path stands in two fields of the header, and there is a PAX record for the time.</summary>
    [Fact]
    public void Read_LongPathWithAFractionOfASecond_IsThatPath()
    {
        var path = $"{new string('d', 90)}/{new string('n', 60)}";
        var (bundle, _) = Write([(new TarMember(path, 1, new(1_500_000_000), 0x1A4, 0, 0), [1])]);

        Assert.Equal(path, new TarReader(new MemoryStream(bundle)).GetNextEntry()!.Name);
    }

    [Fact]
    public void Read_ByDotNet_TellsEachFileAndTheManifestLast()
    {
        var (bundle, offsets) = Write();
        using var reader = new TarReader(new MemoryStream(bundle));

        foreach (var ((member, content), offset) in Files.Zip(offsets))
        {
            var entry = reader.GetNextEntry()!;
            Assert.Equal((member.Path, member.Size, member.Mode), (entry.Name, entry.Length, (uint)entry.Mode));
            Assert.Equal(offset, entry.DataOffset);
            using var copy = new MemoryStream();
            entry.DataStream?.CopyTo(copy);
            Assert.Equal(content, copy.ToArray());
        }

        var manifest = reader.GetNextEntry()!;
        Assert.Equal((BundleWriter.Manifest, 420, TarHeader.MostShortTime),
            (manifest.Name, (int)manifest.Mode, manifest.ModificationTime.ToUnixTimeSeconds()));
        Assert.Equal(Files.Length, new StreamReader(manifest.DataStream!).ReadToEnd().Count(each => each == '\n'));
        Assert.Null(reader.GetNextEntry());
    }

    /// <summary>
    /// bsdtar reads a fraction of a second before 1970 as one after it, and composes a decomposed name that is too long for a
    /// header. Both are said in the docs.
    /// </summary>
    [Theory]
    [InlineData("tar", true)]
    [InlineData("bsdtar", false)]
    public async Task Extract_ByATool_GivesBytesTimesAndModesAndTheManifestProvesThem(string tool, bool readsOldFractions)
    {
        Skip(tool, "tar, libarchive-tools");
        Skip("sha256sum", "coreutils");
        var files = Files.Where(file => readsOldFractions || file.Member.Modified.UnixNanoseconds >= 0).ToArray();
        await File.WriteAllBytesAsync(Bundle, Write(files).Bundle, Cancel);
        var into = Directory.CreateDirectory(Path.Combine(_folder, "out")).FullName;

        await RunAsync(into, tool, "-xpf", Bundle);
        await RunAsync(into, "sha256sum", "--check", "--strict", "--quiet", BundleWriter.Manifest);

        var found = await RunAsync(into, "find", ".", "-type", "f", "-printf", @"%P\t%T@\t%m\t%U\t%G\0");
        var entries = found.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
            .ToDictionary(parts => string.Join('\t', parts[..^4]), parts => parts[^4..]);
        Assert.Equal(files.Length + 1, entries.Count);
        foreach (var (member, content) in files)
        {
            var told = entries[member.Path];
            // ext4 holds no earlier time.
            Assert.Equal(Math.Max(int.MinValue, Seconds(member.Modified)), OfFind(told[0]));
            Assert.Equal(Convert.ToString(member.Mode, 8), told[1]);
            if (Environment.IsPrivilegedProcess)
                Assert.Equal((member.Uid, member.Gid),
                    (uint.Parse(told[2], CultureInfo.InvariantCulture), uint.Parse(told[3], CultureInfo.InvariantCulture)));
            Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(into, member.Path), Cancel));
        }
    }

    [Fact]
    public async Task Read_ByPython_TellsTheSame()
    {
        Skip("python3", "python3");
        var (bundle, offsets) = Write();
        await File.WriteAllBytesAsync(Bundle, bundle, Cancel);

        var lines = (await RunAsync(_folder, "python3", "-c", Python, Bundle)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Files.Length + 1, lines.Length);
        foreach (var ((file, offset), line) in Files.Zip(offsets).Zip(lines))
        {
            var (member, content) = file;
            var told = line.Split(' ');
            Assert.Equal(
                [Convert.ToHexStringLower(Encoding.UTF8.GetBytes(member.Path)), "0o" + Convert.ToString(member.Mode, 8),
                    $"{member.Uid}", $"{member.Gid}", $"{offset}", Convert.ToHexStringLower(SHA256.HashData(content))],
                told.Where((_, column) => column != 1));
            Assert.Equal(Seconds(member.Modified), Number(told[1]));
        }
    }

    [Theory]
    [InlineData("manifest-sha256.txt", false)]
    [InlineData("manifest-sha256.txt/a", false)]
    [InlineData("\\a", false)]
    [InlineData("C:a", false)]
    [InlineData("z:/a", false)]
    [InlineData("1:a", true)]
    [InlineData("a/c:", true)]
    [InlineData("a/manifest-sha256.txt", true)]
    [InlineData("manifest-sha256.txt2", true)]
    public void Takes_NameThatAToolChangesOrTheManifests_Not(string path, bool takes) =>
        Assert.Equal(takes, BundleWriter.Takes(path));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IEnumerable<(TarMember Member, byte[] Content)> MakeFiles()
    {
        var names = Enum.GetValues<NameKind>().Where(kind => kind != NameKind.Reserved)
            .SelectMany((kind, at) => new[] { new FileSpec(kind, 0, at), new FileSpec(kind, (at % 5) + 1, at) })
            .Select(FileNames.Of)
            // Exactly as long as a short name may be, and longer; with a backslash and every kind of line break.
            .Concat([new string('n', 100), new string('n', 101), @"back\slash", "cr\r", "a\n", "\u2028",
                $"{new string('d', 90)}/{new string('n', 60)}"]);
        long[] times = [0, 1_795_219_200_123_456_789, 1, 999_999_999, -1_000_000_000, -1_500_000_000, -1,
            4_102_444_800_000_000_000, 1_795_219_200_100_000_000, Timestamp.Latest.UnixNanoseconds,
            Timestamp.Earliest.UnixNanoseconds];
        // .NET reads no larger ones.
        uint[] owners = [0, 1000, 65532, 2_097_151, 2_097_152, int.MaxValue];
        // Readable for a superuser who has given up his rights, too.
        uint[] modes = [0x1A4, 0x124, 0xFFF, 0x1ED];
        var at = 0;
        foreach (var path in names.OrderBy(name => Encoding.UTF8.GetBytes(name), Bytes))
        {
            var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{at} ", at % 3 == 0 ? 0 : at * 11)));
            yield return (new TarMember(path, content.Length, new(times[at % times.Length]), modes[at % modes.Length],
                owners[at % owners.Length], owners[(at + 1) % owners.Length]), content);
            at++;
        }
    }

    private static (byte[] Bundle, long[] Offsets) Write((TarMember Member, byte[] Content)[]? files = null)
    {
        var bundle = new MemoryStream();
        var writer = new BundleWriter(bundle.Write);
        long[] offsets = [.. (files ?? Files)
            .Select(file => writer.Add(file.Member, file.Content, SHA256.HashData(file.Content)))];
        writer.End();
        return (bundle.ToArray(), offsets);
    }

    private static decimal Seconds(Timestamp moment) => moment.UnixNanoseconds / 1_000_000_000m;

    private static decimal Number(string text) =>
        decimal.Round(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), 9);

    /// <summary>Before 1970 too, find prints the whole seconds below and the nanoseconds that are added to them.</summary>
    private static decimal OfFind(string text) =>
        text.Split('.') is [var seconds, var fraction] ? Number(seconds) + Number("0." + fraction) : Number(text);

    private static void Skip(string tool, string package) => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(at => File.Exists(Path.Combine(at, tool))),
        $"{tool} did not read a bundle: install it (Debian: {package})");

    private static async Task<string> RunAsync(string folder, params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        })!;
        var error = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} ended with {process.ExitCode}: {output}{await error}");
        return output;
    }
}
