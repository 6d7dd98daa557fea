using System.Globalization;
using System.Security.Cryptography;

namespace Longshore.Sandbox.Writer;

/// <summary>
/// Writes files as a camera or an exporter does that keeps the contract with cleanup: under a temporary name in the
/// folder of the hour, renamed when complete, never touched again.
/// </summary>
internal sealed class SampleWriter(WriterOptions options)
{
    /// <summary>What an unfinished file's name ends in; the built-in ignore list of the functions has it.</summary>
    public const string TemporarySuffix = ".tmp";

    private const int BufferLength = 64 * 1024;

    private int _written;

    /// <summary>Files completed so far.</summary>
    public int Written => Volatile.Read(ref _written);

    /// <summary>The folder of a file, such as <c>2026-11-22T10/</c>.</summary>
    /// <param name="index">Counts from 0 over all files.</param>
    public string FolderOf(int index)
    {
        var last = (options.Files - 1) / options.FilesPerFolder;
        var hour = options.Hour.UtcDateTime.AddHours((index / options.FilesPerFolder) - last);
        return hour.ToString("yyyy-MM-dd'T'HH'/'", CultureInfo.InvariantCulture);
    }

    /// <summary>Writes all files.</summary>
    /// <param name="manifest">Gets one JSON line per file, as it is written; null: none.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>The files, in the order of their paths.</returns>
    /// <exception cref="IOException">A file of that name exists: the writer overwrites nothing.</exception>
    public async Task<IReadOnlyList<WrittenFile>> WriteAsync(WrittenManifest? manifest, CancellationToken cancellation)
    {
        var files = new WrittenFile[options.Files];
        for (var index = 0; index < options.Files; index += options.FilesPerFolder)
            Directory.CreateDirectory(Path.Combine(options.Root, FolderOf(index)));
        await Parallel.ForAsync(0, options.Files, cancellation, (index, _) =>
        {
            files[index] = Write(index);
            manifest?.Add(files[index]);
            Interlocked.Increment(ref _written);
            return ValueTask.CompletedTask;
        });
        return files;
    }

    private WrittenFile Write(int index)
    {
        var path =
            string.Create(CultureInfo.InvariantCulture, $"{FolderOf(index)}cam-{(index % options.FilesPerFolder) + 1:D5}.jpg");
        var final = Path.Combine(options.Root, path);
        // Spreads the files' seeds, so that one file's stream is not its neighbour's shifted by a word.
        var content = new RandomBytes(options.Seed + ((ulong)index * 0xD1342543DE82EF95));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var handle = File.OpenHandle(final + TemporarySuffix, FileMode.CreateNew, FileAccess.Write))
        {
            var buffer = new byte[Math.Min(BufferLength, options.Bytes)];
            for (var offset = 0L; offset < options.Bytes; offset += buffer.Length)
            {
                var chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, options.Bytes - offset));
                content.Fill(chunk);
                hash.AppendData(chunk);
                RandomAccess.Write(handle, chunk, offset);
            }
        }

        File.Move(final + TemporarySuffix, final, overwrite: false);
        return new WrittenFile(path, Convert.ToHexStringLower(hash.GetHashAndReset()), options.Bytes);
    }
}
