using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Longshore.Cli.Ship;

/// <summary>What became of a file. The order is that of its life.</summary>
internal enum ShipState : byte
{
    /// <summary>Nothing was told of it.</summary>
    Unknown = 0,

    /// <summary>Found in a batch that has no outcome yet.</summary>
    Waiting,

    /// <summary>Its batch could not be handled after all retries.</summary>
    NotHandled,
    Deferred,
    Failed,

    /// <summary>Not on the volume any more when it was to be uploaded.</summary>
    Missing,

    /// <summary>S3 holds it; no cleanup has looked at it yet.</summary>
    Shipped,
    Deleted,

    /// <summary>S3 holds it, and it was not on the volume any more when it was to be deleted.</summary>
    Gone,

    /// <summary>S3 holds it, and it was not deleted for a reason.</summary>
    Kept,
}

/// <param name="IsUploaded">This run put it into S3; else S3 held it before, or does not hold it.</param>
/// <param name="Reason">Empty where there is none. Files with the same reason share the text.</param>
internal readonly record struct ShipFile(ShipState State, bool IsUploaded, string Reason, long Size);

/// <summary>Sizes are what a filesystem says: the sum of a few may pass 64 bits.</summary>
internal readonly record struct FileSum(long Files, Int128 Content)
{
    public long Bytes => (long)Int128.Clamp(Content, 0, long.MaxValue);

    public static FileSum operator +(FileSum left, FileSum right) => new(left.Files + right.Files, left.Content + right.Content);
}

/// <summary>
/// The state of each file, and the counts by state. A file is known by a hash of its path: a million files take some 50 MB. Not
/// safe for concurrent use.
/// </summary>
internal sealed class ShipFiles
{
    /// <summary>
    /// Paths of one state that are held: as many as 256 batches in flight have, so that the files left of them can be named when
    /// others have moved on.
    /// </summary>
    private const int MostHeld = 256_000;

    private static readonly int States = Enum.GetValues<ShipState>().Length;

    private readonly Dictionary<UInt128, ShipFile> _files = [];
    private readonly FileSum[] _sums = new FileSum[2 * States];
    private readonly Dictionary<(ShipState State, string Reason), long> _reasons = [];
    private readonly Dictionary<UInt128, string>[] _paths =
        [.. Enumerable.Range(0, States).Select(_ => new Dictionary<UInt128, string>())];
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    public FileSum All => _sums.Aggregate((left, right) => left + right);

    public FileSum Of(ShipState state) => _sums[2 * (int)state] + _sums[(2 * (int)state) + 1];

    /// <summary>Files that S3 holds.</summary>
    public FileSum Held(bool isUploaded) =>
        new[] { ShipState.Shipped, ShipState.Deleted, ShipState.Gone, ShipState.Kept }
            .Select(state => _sums[(2 * (int)state) + (isUploaded ? 1 : 0)]).Aggregate((left, right) => left + right);

    public SortedDictionary<string, long> ReasonsOf(ShipState state) => new(
        _reasons.Where(each => each.Key.State == state && each.Value > 0)
            .ToDictionary(each => each.Key.Reason, each => each.Value), StringComparer.Ordinal);

    /// <summary>Files of a state by name, as far as they are held.</summary>
    public IEnumerable<(string Path, string Reason)> NamesOf(ShipState state) =>
        _paths[(int)state].Select(each => (each.Value, _files[each.Key].Reason));

    /// <param name="next">Gives the file's state of now by the one before; the same if nothing changes.</param>
    public void Change(string path, Func<ShipFile, ShipFile> next)
    {
        var key = KeyOf(path);
        _files.TryGetValue(key, out var before);
        var now = next(before);
        if (now == before)
            return;
        _paths[(int)before.State].Remove(key);
        // A file that was deleted and is found again is another one: the first one stays counted.
        var isNew = before.State == ShipState.Unknown
            || (before.State is ShipState.Deleted or ShipState.Gone && now.State == ShipState.Waiting);
        if (!isNew)
            Count(before, -1);
        if (!_texts.TryGetValue(now.Reason, out var shared))
            _texts.Add(shared = now.Reason);
        _files[key] = now = now with { Reason = shared };
        Count(now, 1);
        var paths = _paths[(int)now.State];
        if (now.State is not (ShipState.Deleted or ShipState.Gone) && paths.Count < MostHeld)
            paths[key] = path;
    }

    /// <summary>Half of SHA-256: a writer who chooses the names cannot make two of them meet.</summary>
    private static UInt128 KeyOf(string path)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(path), hash);
        return BitConverter.ToUInt128(hash);
    }

    private void Count(ShipFile file, int sign)
    {
        ref var sum = ref _sums[(2 * (int)file.State) + (file.IsUploaded ? 1 : 0)];
        sum += new FileSum(sign, sign * (Int128)file.Size);
        if (file.Reason.Length > 0)
            CollectionsMarshal.GetValueRefOrAddDefault(_reasons, (file.State, file.Reason), out _) += sign;
    }
}
