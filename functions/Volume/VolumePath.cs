namespace Longshore.Volumes;

/// <summary>
/// A path relative to the volume's root: valid Unicode, <c>/</c> between components, not empty, not absolute, no empty, <c>.</c>
/// or <c>..</c> component, no NUL; at most 4,095 bytes of UTF-8. The filesystem decides how long a component may be: FUSE accepts
/// more than 255 bytes. Ordered by UTF-8 bytes, as S3 orders keys.
/// </summary>
public readonly record struct VolumePath : IComparable<VolumePath>
{
    public const int MaximumBytes = 4095;

    /// <summary>The length of a name that every filesystem of Linux accepts.</summary>
    public const int MaximumComponentBytes = 255;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly string? _value;

    private VolumePath(string value) => _value = value;

    public string Value => _value ?? "";

    /// <param name="problem">What is wrong, as it follows "the path": <c>is absolute</c>; empty if nothing is wrong.</param>
    public static bool TryParse(string? text, out VolumePath path, out string problem)
    {
        problem = ProblemOf(text);
        path = problem.Length == 0 ? new VolumePath(text!) : default;
        return problem.Length == 0;
    }

    /// <summary>The bytes of the path with a NUL at the end, for the kernel.</summary>
    public byte[] ToTerminatedBytes() => Encoding.UTF8.GetBytes(Value + "\0");

    /// <summary>The folder that holds it; null for an entry of the root.</summary>
    public VolumePath? Parent => Value.LastIndexOf('/') is > 0 and var slash ? new VolumePath(Value[..slash]) : null;

    /// <summary>Whether Longshore may have given the name, because a file's own was taken when it was put back.</summary>
    public bool IsPutBack => Restorer.MayBeSibling(Encoding.UTF8.GetBytes(Value));

    public int CompareTo(VolumePath other)
    {
        var (left, right) = (Value, other.Value);
        var shared = left.AsSpan().CommonPrefixLength(right);
        if (shared == left.Length || shared == right.Length)
            return left.Length.CompareTo(right.Length);
        return Rank(left[shared]).CompareTo(Rank(right[shared]));
    }

    public override string ToString() => Value;

    /// <summary>In UTF-16, surrogates are below U+E000 to U+FFFF although they stand for higher characters.</summary>
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;

    private static string ProblemOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "is empty";
        if (text[0] == '/')
            return "is absolute";
        if (text.Contains('\0'))
            return "holds a NUL";
        int bytes;
        try
        {
            bytes = Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            return "is not valid Unicode";
        }

        if (bytes > MaximumBytes)
            return $"is longer than {MaximumBytes} bytes";
        foreach (var range in text.AsSpan().Split('/'))
        {
            var component = text.AsSpan()[range];
            if (component.IsEmpty)
                return "has an empty component";
            if (component is ".")
                return "has a '.' component";
            if (component is "..")
                return "has a '..' component";
        }

        return "";
    }
}
