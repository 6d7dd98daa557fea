using System.Globalization;
using Longshore.Sandbox.Writer;

namespace Longshore.Benchmarks.Workloads;

/// <summary>The files that are shipped: random bytes, written once and kept for later runs.</summary>
/// <param name="folder">Holds a folder for each set.</param>
internal sealed class Data(string folder)
{
    /// <summary>Older than the least age at which Longshore takes a file, two seconds.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2.3);
    private static readonly DateTimeOffset Hour = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A set that no run changes.</summary>
    public async Task<string> KeptAsync(string name, int files, long bytes, CancellationToken cancellation)
    {
        var (root, marker) = (Path.Combine(folder, name), Path.Combine(folder, name + ".complete"));
        var content = string.Create(CultureInfo.InvariantCulture, $"{files} files of {bytes} bytes");
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker, cancellation) == content)
            return root;
        File.Delete(marker);
        await WriteAsync(root, files, bytes, cancellation);
        await File.WriteAllTextAsync(marker, content, cancellation);
        return root;
    }

    /// <summary>A set written anew, for a run that deletes it.</summary>
    public Task<string> FreshAsync(string name, int files, long bytes, CancellationToken cancellation) =>
        WriteAsync(Path.Combine(folder, name), files, bytes, cancellation);

    private static async Task<string> WriteAsync(string root, int files, long bytes, CancellationToken cancellation)
    {
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
        Directory.CreateDirectory(root);
        if (bytes == 0)
            WriteEmpty(root, files);
        else
        {
            await new SampleWriter(
                new WriterOptions { Root = root, Files = files, Bytes = bytes, Hour = Hour, FilesPerFolder = 5000 })
                .WriteAsync(null, cancellation);
        }

        await Task.Delay(Settle, cancellation);
        return root;
    }

    private static void WriteEmpty(string root, int files)
    {
        const int perFolder = 1000;
        for (var index = 0; index < files; index++)
        {
            var sub = Path.Combine(root, (index / perFolder).ToString("D4", CultureInfo.InvariantCulture));
            if (index % perFolder == 0)
                Directory.CreateDirectory(sub);
            File.OpenHandle(Path.Combine(sub, string.Create(CultureInfo.InvariantCulture, $"cam-{index % perFolder:D5}.jpg")),
                FileMode.CreateNew, FileAccess.Write).Dispose();
        }
    }
}
