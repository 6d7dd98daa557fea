namespace Longshore.Volumes;

/// <summary>The paths that a scan gives: those that start with a prefix and come after a cursor, by their bytes.</summary>
internal sealed class ScanRange
{
    private readonly byte[] _prefix;
    private readonly byte[] _after;

    public ScanRange(string? prefix, string? after)
    {
        _prefix = Encoding.UTF8.GetBytes(prefix ?? "");
        _after = Encoding.UTF8.GetBytes(after ?? "");
        IsEmpty = prefix is not null
            && !VolumePath.TryParse(prefix, out _, out _) && !VolumePath.TryParse(prefix + "x", out _, out _);
    }

    /// <summary>Whether no path can start with the prefix.</summary>
    public bool IsEmpty { get; }

    /// <summary>The range for the entries of one folder, given by its path with a slash at the end.</summary>
    public ScanWindow Within(ReadOnlySpan<byte> folder) => new(
        _prefix.Length > folder.Length ? _prefix.AsMemory(folder.Length) : default,
        _after.AsSpan().StartsWith(folder) ? _after.AsMemory(folder.Length) : default,
        root: folder.IsEmpty);
}

/// <summary>The part of a <see cref="ScanRange"/> that concerns the entries of one folder.</summary>
/// <param name="prefix">What is left of the prefix below the folder.</param>
/// <param name="after">What is left of the cursor below the folder; empty if all of the folder comes after it.</param>
/// <param name="root">Whether the folder is the volume's root.</param>
internal readonly struct ScanWindow(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after, bool root)
{
    /// <summary>The name of the only folder that can hold wanted paths, if the prefix holds the whole name; else empty.</summary>
    public ReadOnlyMemory<byte> OnlyFolder { get; } =
        prefix.Span.IndexOf((byte)'/') is > 0 and var slash ? prefix[..slash] : default;

    public bool Holds(ReadOnlySpan<byte> name, bool directory)
    {
        if (root && directory && name.SequenceEqual(".longshore"u8))
            return false;
        if (OnlyFolder.IsEmpty ? !name.StartsWith(prefix.Span) : !directory || !name.SequenceEqual(OnlyFolder.Span))
            return false;
        var order = name.SequenceCompareTo(after.Span);
        if (!directory || order == 0)
            return order > 0 || (directory && order == 0);
        var shared = after.Span.StartsWith(name);
        return !shared ? order > 0 : after.Span.Length > name.Length && after.Span[name.Length] <= (byte)'/';
    }
}
