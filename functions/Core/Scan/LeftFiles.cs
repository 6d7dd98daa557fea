namespace Longshore.Core.Scan;

/// <summary>Names the first files of each kind that a scan leaves, within what an event has room for.</summary>
internal sealed class LeftFiles
{
    /// <summary>Of one kind.</summary>
    private const int MostNamed = 100;

    /// <summary>As JSON; an event holds 64 KiB.</summary>
    private const int MostBytes = 16 << 10;

    private static readonly string[] Order = [LeftFile.Unreadable, LeftFile.Unaddressable, LeftFile.Reserved, LeftFile.Deferred];

    private readonly Dictionary<string, List<LeftFile>> _kinds = new(StringComparer.Ordinal);

    public void Add(LeftFile file)
    {
        if (!_kinds.TryGetValue(file.Outcome, out var named))
            _kinds[file.Outcome] = named = [];
        if (named.Count < MostNamed)
            named.Add(file);
    }

    /// <summary>Files that need action come first.</summary>
    public IReadOnlyList<LeftFile> Take()
    {
        var taken = new List<LeftFile>();
        var room = MostBytes;
        foreach (var file in Order.SelectMany(kind => _kinds.GetValueOrDefault(kind) ?? []))
        {
            room -= JsonSerializer.SerializeToUtf8Bytes(file, ScanJson.Default.LeftFile).Length + 1;
            if (room < 0)
                break;
            taken.Add(file);
        }

        return taken;
    }
}
