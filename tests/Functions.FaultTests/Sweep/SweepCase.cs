using System.Globalization;
using System.Security.Cryptography;
using Longshore.FaultTests.Stage;
using Longshore.Stage;

namespace Longshore.FaultTests.Sweep;

/// <summary>
/// One volume, one run with a deed at one call, then undisturbed runs until nothing is left to ship; judged by the contents.
/// </summary>
/// <param name="Deed">What is done.</param>
/// <param name="At">Before which of the counted calls; 0 for none.</param>
internal sealed record SweepCase(Deed Deed, int At)
{
    private const int LargeBytes = 17 << 20;
    private static readonly TimeSpan Aged = TimeSpan.FromSeconds(2.2);

    private static readonly (string Path, int Size)[] Small =
        [("a/empty.dat", 0), ("a/one.dat", 3000), ("b/deep/two.dat", 20_000), ("b/four.dat", 5000), ("three.dat", 700)];

    public IReadOnlyDictionary<string, byte[]> Files { get; } = (
        Deed.Large ? [.. Small, ("c/large.dat", LargeBytes)] : Small).ToDictionary(file => file.Path, Content);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"make sweep DEED={Deed.Name} AT={At} CALLS={Deed.Calls}");

    /// <param name="list">Takes the calls of the disturbed run.</param>
    public async Task<SweepResult> RunAsync(SweepStage stage, ICollection<string>? list = null)
    {
        // On a disk: leases and mappings are to behave as they do in earnest.
        var folder = Folders.Make(inMemory: false);
        try
        {
            var volume = Path.Combine(folder, "volume");
            foreach (var (path, content) in Files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(volume, path))!);
                await File.WriteAllBytesAsync(Path.Combine(volume, path), content);
            }

            var bucket = stage.NewBucket();
            var report = Path.Combine(folder, "report");
            var settings = SweepStage.Settings;
            if (Deed.UnstableInodes)
                settings["Volume__StableInodes"] = "false";
            string[] command =
                [.. stage.Command(volume, bucket), .. Deed.Bundled ? ["--bundle-up-to", "1MiB"] : Array.Empty<string>()];
            string[] traced = [SweepTools.Sweep!, .. Deed.NoLease ? ["--no-lease"] : Array.Empty<string>(),
                .. list is null ? Array.Empty<string>() : ["--list"],
                "--root", volume, "--report", report, "--deed", Deed.Act, "--calls", Deed.Calls, "--at",
                At.ToString(CultureInfo.InvariantCulture),
                .. Files.Keys.SelectMany(path => new[] { "--file", path }), "--", .. command];
            var disturbed = await RunOnceAsync(stage, traced, settings);
            var told = await File.ReadAllLinesAsync(report);
            foreach (var line in told.Where(line => line.StartsWith("call ", StringComparison.Ordinal)))
                list?.Add(line[5..].Replace(volume, "", StringComparison.Ordinal));

            string[] quiet = Deed.NoLease ? [SweepTools.Sweep!, "--no-lease", "--", .. command] : command;
            var final = await RunOnceAsync(stage, quiet, settings);
            // What was changed, or put back, must come to rest first.
            if (Left(volume).Length > 0)
                final = await RunOnceAsync(stage, quiet, settings);
            return new SweepVerdict(this, volume, stage.S3, bucket).Judge(told, disturbed, final);
        }
        finally
        {
            Folders.Delete(folder);
        }
    }

    /// <summary>Files that stand on the volume outside of Longshore's own folder.</summary>
    public static string[] Left(string volume) => [.. Directory.EnumerateFiles(volume, "*",
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        .Select(file => Path.GetRelativePath(volume, file))
        .Where(path => !path.StartsWith(".longshore/", StringComparison.Ordinal))];

    private static async Task<ShipRun> RunOnceAsync(
        SweepStage stage, IEnumerable<string> command, IReadOnlyDictionary<string, string> settings)
    {
        await Task.Delay(Aged);
        await stage.Runs.WaitAsync();
        try
        {
            return await ShipRun.StartAsync(command, settings);
        }
        finally
        {
            stage.Runs.Release();
        }
    }

    private static byte[] Content((string Path, int Size) file)
    {
        var bytes = new byte[file.Size];
        new Random(BitConverter.ToInt32(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(file.Path)))).NextBytes(bytes);
        return bytes;
    }
}
