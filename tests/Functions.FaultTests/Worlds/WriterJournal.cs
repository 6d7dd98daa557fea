using System.Security.Cryptography;

namespace Longshore.FaultTests.Worlds;

/// <summary>Bytes that a file once had, whole.</summary>
internal sealed class FileVersion(byte[] content)
{
    public byte[] Content { get; } = content;

    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Every path under which they stood.</summary>
    public HashSet<string> Paths { get; } = new(StringComparer.Ordinal);
}

/// <summary>
/// What the writer did, told by the writer alone. Used by its thread; read when it has ended.
/// </summary>
internal sealed class WriterJournal
{
    private readonly Dictionary<string, FileVersion> _current = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileVersion> _all = new(StringComparer.Ordinal);

    /// <summary>What the writer last left under each path and has not itself destroyed.</summary>
    public IReadOnlyDictionary<string, FileVersion> Current => _current;

    /// <summary>Every complete version by SHA-256.</summary>
    public IReadOnlyDictionary<string, FileVersion> All => _all;

    /// <summary>
    /// Paths of files that stood half written for so long that they looked finished: the writer broke its contract there.
    /// </summary>
    public HashSet<string> Careless { get; } = new(StringComparer.Ordinal);

    /// <summary>What the writer found on the volume that it had not written.</summary>
    public List<string> Surprises { get; } = [];

    public FileVersion Wrote(string path, byte[] content)
    {
        var version = new FileVersion(content);
        version = _all.TryGetValue(version.Sha256, out var same) ? same : _all[version.Sha256] = version;
        version.Paths.Add(path);
        return _current[path] = version;
    }

    /// <summary>The same bytes stand under another path as well.</summary>
    public void Linked(string from, string to)
    {
        _current[from].Paths.Add(to);
        _current[to] = _current[from];
    }

    public void Removed(string path) => _current.Remove(path);

    public void Renamed(string from, string to)
    {
        Linked(from, to);
        _current.Remove(from);
    }

    /// <summary>
    /// For a while the file, or what is in the folder, stands under another path too, which is not its own. Not only what is
    /// current: a file that was in Longshore's trash when the writer removed it may have been put back.
    /// </summary>
    public void StoodAs(string path, string other)
    {
        foreach (var version in _all.Values)
        {
            foreach (var known in version.Paths.Where(known => known == path
                || known.StartsWith(path + '/', StringComparison.Ordinal)).ToArray())
                version.Paths.Add(other + known[path.Length..]);
        }
    }
}
