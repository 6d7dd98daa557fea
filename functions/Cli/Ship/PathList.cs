using System.Text;
using System.Text.Unicode;

namespace Longshore.Cli.Ship;

/// <summary>A list of files to ship: <c>--files-from</c> and <c>--from0</c>.</summary>
/// <param name="Source">Its path; <c>-</c> is standard input.</param>
/// <param name="EndsInNul">Whether each path ends in a NUL; if not, each is a line.</param>
internal sealed record PathList(string Source, bool EndsInNul)
{
    /// <summary>A list of ten million paths.</summary>
    private const int Largest = 1 << 30;

    private string Name => Source == "-" ? "standard input" : $"'{Source}'";

    /// <summary>Reads the list to its end.</summary>
    /// <param name="root">The directory to ship, as an absolute path.</param>
    /// <returns>The paths beneath the directory, in their order, each once.</returns>
    /// <exception cref="UsageException">It cannot be read, or a line of it names no path beneath the directory.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped while it waited for more.</exception>
    public async Task<VolumePath[]> ReadAsync(string root, CancellationToken stop)
    {
        var bytes = new MemoryStream();
        try
        {
            await using var list = Source == "-" ? Console.OpenStandardInput() : File.OpenRead(Source);
            // A read of standard input does not end by a token.
            await Task.Run(() => CopyAsync(list, bytes), CancellationToken.None).WaitAsync(stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--files-from {Name} cannot be read: {e.Message}");
        }

        return Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), root);
    }

    private async Task CopyAsync(Stream list, MemoryStream bytes)
    {
        var buffer = new byte[1 << 16];
        while (await list.ReadAsync(buffer) is > 0 and var read)
        {
            if (bytes.Length + read > Largest)
                throw new UsageException($"--files-from {Name} has more than {Largest} bytes; ship it in several runs.");
            bytes.Write(buffer, 0, read);
        }
    }

    private VolumePath[] Read(ReadOnlySpan<byte> bytes, string root)
    {
        var paths = new HashSet<VolumePath>();
        var line = 0;
        foreach (var range in bytes.Split(EndsInNul ? (byte)0 : (byte)'\n'))
        {
            line++;
            if (bytes[range].Length > 0)
                paths.Add(Parse(bytes[range], line, root));
        }

        return paths.Count > 0 ? [.. paths.Order()] : throw new UsageException($"--files-from {Name} names no file.");
    }

    private VolumePath Parse(ReadOnlySpan<byte> bytes, int line, string root)
    {
        var path = Encoding.UTF8.GetString(bytes);
        while (path.StartsWith("./", StringComparison.Ordinal))
            path = path[2..].TrimStart('/');
        var folder = root.EndsWith('/') ? root : root + '/';
        if (path.StartsWith(folder, StringComparison.Ordinal))
            path = path[folder.Length..].TrimStart('/');
        var problem = !Utf8.IsValid(bytes) ? "is not UTF-8, which no key can hold"
            : path.StartsWith('/') ? $"lies outside of {root}" : "";
        if (problem.Length == 0 && VolumePath.TryParse(path, out var parsed, out problem))
            return parsed;
        var hint = !EndsInNul && bytes.Contains((byte)0) ? " If its paths end in a NUL, add --from0." : "";
        throw new UsageException($"--files-from {Name}: the path of {(EndsInNul ? "entry" : "line")} {line}, "
            + $"'{PlainText.Of(path)}', {problem}; each names a file beneath the directory.{hint}");
    }
}
