namespace Longshore.Store;

/// <summary>
/// The names that AWS accepts. Other stores have other rules. Source: Amazon S3 User Guide, "General purpose bucket naming rules"
/// and "Understanding and managing Amazon S3 storage classes".
/// </summary>
internal static class S3Names
{
    /// <summary>The storage classes of a general purpose bucket.</summary>
    public static readonly IReadOnlyList<string> StorageClasses =
    [
        "STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE",
        "REDUCED_REDUNDANCY",
    ];

    /// <summary>What AWS demands of a bucket's name, for a message; null if the name is valid.</summary>
    public static string? RefuseBucket(string name)
    {
        const string takes =
            "it takes a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends";
        return name.Length is >= 3 and <= 63
            && name.All(static each => char.IsAsciiLetterLower(each) || char.IsAsciiDigit(each) || each is '-' or '.')
            && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
            && !name.Contains("..", StringComparison.Ordinal)
            ? null
            : takes;
    }

    /// <summary>What every store demands of a bucket's name: one segment of a path. Null if the name is valid.</summary>
    public static string? RefuseBucketOfAnyStore(string name) =>
        name.Any(static each => each is '/' or '?' or '#' or ':' || char.IsWhiteSpace(each) || char.IsControl(each))
        ? "it takes a bucket's name, without a scheme, a slash or a blank"
        : null;
}
