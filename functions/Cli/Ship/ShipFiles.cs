using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Longshore.Cli.Ship;

/// <summary>The state of a file. The order is the order of its life.</summary>
internal enum ShipState : byte
{
    /// <summary>The ledger has not heard of it.</summary>
    Unknown = 0,

    /// <summary>Found in a batch that has no outcome yet.</summary>
    Waiting,

    /// <summary>Its batch could not be handled after all retries.</summary>
    NotHandled,
    Deferred,
    Failed,

    /// <summary>It had left the volume before its upload.</summary>
    Missing,

    /// <summary>S3 holds it, and no receipt says so: none was written yet, or none could be written.</summary>
    Unrecorded,

    /// <summary>S3 holds it; no cleanup has looked at it yet.</summary>
    Shipped,
    Deleted,

    /// <summary>S3 holds it. It had left the volume before its deletion.</summary>
    Gone,

    /// <summary>S3 holds it. A reason kept it on the volume.</summary>
    Kept,
}

/// <param name="IsUploaded">This run put it into S3. If not, S3 held it before, or does not hold it.</param>
/// <param name="Reason">Empty if there is none. Files with the same reason share the text.</param>
/// <param name="IsBeside">Its own key holds other bytes, so S3 has the file under a second key (<c>ConflictName</c>).</param>
internal readonly record struct ShipFile(ShipState State, bool IsUploaded, string Reason, long Size, bool IsBeside = false);

/// <summary>A count of files and their size. A filesystem may report sizes whose sum exceeds 64 bits.</summary>
internal readonly record struct FileSum(long Files, Int128 Content)
{
    public long Bytes => (long)Int128.Clamp(Content, 0, long.MaxValue);

    public static FileSum operator +(FileSum left, FileSum right) => new(left.Files + right.Files, left.Content + right.Content);
}

/// <summary>
/// The state of each file, and the counts by state. A hash of the path identifies a file: a million files take some 50 MB.
/// Not safe for concurrent use.
/// </summary>
internal sealed class ShipFiles
{
    /// <summary>Paths of one state that are held: the files of 256 batches in flight.</summary>
    private const int MostHeld = 256_000;

    private static readonly int States = Enum.GetValues<ShipState>().Length;

    private readonly Dictionary<UInt128, ShipFile> _files = [];
    private readonly FileSum[] _sums = new FileSum[2 * States];
    private readonly Dictionary<(ShipState State, string Reason), long> _reasons = [];
    private readonly Dictionary<UInt128, string>[] _paths =
        [.. Enumerable.Range(0, States).Select(_ => new Dictionary<UInt128, string>())];
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>Files that are stored under a second key.</summary>
    public long Beside { get; private set; }

    public FileSum All => _sums.Aggregate((left, right) => left + right);

    public FileSum Of(ShipState state) => _sums[2 * (int)state] + _sums[(2 * (int)state) + 1];

    /// <summary>Files that S3 holds.</summary>
    public FileSum Held(bool isUploaded) =>
        new[] { ShipState.Unrecorded, ShipState.Shipped, ShipState.Deleted, ShipState.Gone, ShipState.Kept }
            .Select(state => _sums[(2 * (int)state) + (isUploaded ? 1 : 0)]).Aggregate((left, right) => left + right);

    public SortedDictionary<string, long> ReasonsOf(ShipState state) => new(
        _reasons.Where(each => each.Key.State == state && each.Value > 0)
            .ToDictionary(each => each.Key.Reason, each => each.Value), StringComparer.Ordinal);

    /// <summary>The files of a state whose path is held.</summary>
    public IEnumerable<(string Path, string Reason)> NamesOf(ShipState state) =>
        _paths[(int)state].Select(each => (each.Value, _files[each.Key].Reason));

    /// <param name="next">Makes the new state from the old one.</param>
    public void Change(string path, Func<ShipFile, ShipFile> next)
    {
        var key = KeyOf(path);
        _files.TryGetValue(key, out var before);
        var now = next(before);
        if (now == before)
            return;
        _paths[(int)before.State].Remove(key);
        // A deleted file that is found again is a new file: the old one stays in the counts.
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

    /// <summary>Half of SHA-256: no two names can be chosen that have the same key.</summary>
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
        Beside += file.IsBeside ? sign : 0;
        if (file.Reason.Length > 0)
            CollectionsMarshal.GetValueRefOrAddDefault(_reasons, (file.State, file.Reason), out _) += sign;
    }
}
