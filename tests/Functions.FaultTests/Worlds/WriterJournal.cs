using System.Security.Cryptography;
using Longshore.Sandbox;
using Longshore.Sandbox.Traces;

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
    private readonly List<(long Sequence, TraceStep Step)> _steps = [];
    private long _begun;

    /// <summary>What the writer last left under each path and has not itself destroyed.</summary>
    public IReadOnlyDictionary<string, FileVersion> Current => _current;

    /// <summary>All of it, in order.</summary>
    public IReadOnlyList<(long Sequence, TraceStep Step)> Steps => _steps;

    /// <summary>
    /// Paths of files that stood half written for so long that they looked finished: the writer broke its contract there.
    /// </summary>
    public HashSet<string> Careless { get; } = new(StringComparer.Ordinal);

    /// <summary>What the writer found on the volume that it had not written.</summary>
    public List<string> Surprises { get; } = [];

    /// <summary>An act begins. All that the journal tells of it has this place in the order of the run.</summary>
    public void Begin() => _begun = RunOrder.Next();

    public FileVersion Wrote(string path, byte[] content)
    {
        var version = new FileVersion(content);
        version = _all.TryGetValue(version.Sha256, out var same) ? same : _all[version.Sha256] = version;
        Stood(path, version, isOwn: true);
        return version;
    }

    /// <summary>The same bytes stand under another path as well.</summary>
    public void Linked(string from, string to) => Stood(to, _current[from], isOwn: true);

    public void Removed(string path)
    {
        _current.Remove(path);
        _steps.Add((_begun, new FileRemoved(path)));
    }

    public void Renamed(string from, string to)
    {
        Linked(from, to);
        Removed(from);
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
                Stood(other + known[path.Length..], version, isOwn: false);
        }
    }

    private void Stood(string path, FileVersion version, bool isOwn)
    {
        version.Paths.Add(path);
        if (isOwn)
            _current[path] = version;
        _steps.Add((_begun, new FileWritten(path, version.Sha256, version.Content.Length, isOwn)));
    }
}
