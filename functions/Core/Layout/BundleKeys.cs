using System.Text.RegularExpressions;

namespace Longshore.Core.Layout;

/// <summary>The keys of bundles: prefix + template (<c>S3:Prefix</c>, <c>S3:BundleTemplate</c>).</summary>
public sealed partial class BundleKeys(S3Options options)
{
    /// <summary>In place of the date if the list of files tells no time.</summary>
    public const string Undated = "undated";

    /// <summary>In place of the folder for files in the root.</summary>
    public const string NoFolder = "-";

    private const string Folder = "{folder}";
    private const string Extension = ".tar";

    /// <summary>Fixed for all times: it says which batch and which bytes.</summary>
    private const string Ending = "{batch}-{sha256}" + Extension;

    /// <summary>Hexadecimal digits of the SHA-256 in a key.</summary>
    private const int HashDigits = 16;

    private readonly string _before = Before(options.BundleTemplate);

    /// <summary>Whether a bundle holds files of one folder only.</summary>
    public bool IsByFolder => _before.Contains(Folder, StringComparison.Ordinal);

    /// <summary>The first part of a path.</summary>
    public static string FolderOf(string path) =>
        path.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? path[..slash] : NoFolder;

    /// <summary>What the keys of a batch's bundles begin with.</summary>
    /// <param name="batch">Its id.</param>
    /// <param name="newest">The newest time in the batch's list of files; null if it tells none.</param>
    /// <param name="folder">From <see cref="FolderOf"/>.</param>
    public string PrefixOf(string batch, Timestamp? newest, string folder)
    {
        var date = newest?.ToDateTimeOffset();
        var dated = Dates().Replace(_before, run => date is not { } moment ? Undated
            : DatePart().Replace(run.Value, part => moment.ToString(part.Groups[1].Value, CultureInfo.InvariantCulture)));
        return $"{options.Prefix}{dated.Replace(Folder, folder, StringComparison.Ordinal)}{batch}-";
    }

    /// <param name="prefix">From <see cref="PrefixOf"/>.</param>
    /// <param name="sha256">Of the bundle, in Base64.</param>
    public static string KeyOf(string prefix, string sha256) =>
        prefix + Convert.ToHexStringLower(Convert.FromBase64String(sha256))[..HashDigits] + Extension;

    /// <summary>
    /// Whether a bundle of this batch with this checksum may have the key, whatever the template said when it was put.
    /// </summary>
    public bool IsKeyOf(string key, string batch, string sha256)
    {
        Span<byte> hash = stackalloc byte[64];
        return Convert.TryFromBase64String(sha256, hash, out var length) && length * 2 >= HashDigits
            && key.StartsWith(options.Prefix, StringComparison.Ordinal)
            && key.EndsWith(KeyOf($"{batch}-", sha256), StringComparison.Ordinal);
    }

    /// <summary>Says what is wrong with a template; null if nothing is.</summary>
    public static string? Check(string template)
    {
        if (!template.EndsWith(Ending, StringComparison.Ordinal))
            return $"it must end in {Ending}";
        var before = Known().Replace(Before(template), "");
        return before.Contains('{', StringComparison.Ordinal) || before.Contains('}', StringComparison.Ordinal)
            ? $"before {Ending} it may use {{folder}} {{yyyy}} {{MM}} {{dd}} {{HH}}, and no other brace" : null;
    }

    private static string Before(string template) => template[..Math.Max(0, template.Length - Ending.Length)];

    /// <summary>Parts of a date and what is between them: without a date all of it becomes one word.</summary>
    [GeneratedRegex(@"\{(?:yyyy|MM|dd|HH)\}(?:[^{}]*\{(?:yyyy|MM|dd|HH)\})*")]
    private static partial Regex Dates();

    [GeneratedRegex(@"\{(yyyy|MM|dd|HH)\}")]
    private static partial Regex DatePart();

    [GeneratedRegex(@"\{(?:yyyy|MM|dd|HH|folder)\}")]
    private static partial Regex Known();
}
