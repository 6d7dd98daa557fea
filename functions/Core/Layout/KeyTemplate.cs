namespace Longshore.Core.Layout;

/// <summary>Turns a path on the volume into an object key: prefix + template (<c>S3:Prefix</c>, <c>S3:KeyTemplate</c>).</summary>
public sealed class KeyTemplate(S3Options options)
{
    /// <summary>S3's limit for a key, in bytes of UTF-8. Source: Amazon S3 User Guide, "Naming Amazon S3 objects".</summary>
    public const int MaximumBytes = 1024;

    private const string PathPart = "{path}";
    private static readonly string[] DateParts = ["yyyy", "MM", "dd", "HH"];

    private readonly string _prefix = options.Prefix;
    private readonly string _template = options.KeyTemplate;
    private readonly bool _hasDate = Array.Exists(
        DateParts, part => options.KeyTemplate.Contains('{' + part + '}', StringComparison.Ordinal));

    /// <summary>The key of a file, which may be longer than S3 takes: see <see cref="Fits"/>.</summary>
    public string KeyOf(string path, Timestamp modified)
    {
        if (_template == PathPart)
            return _prefix + path;
        if (!_hasDate)
            return _prefix + _template.Replace(PathPart, path, StringComparison.Ordinal);
        var moment = modified.ToDateTimeOffset();
        var parts = _template.Split(PathPart);
        foreach (var part in DateParts)
        {
            var value = moment.ToString(part, CultureInfo.InvariantCulture);
            for (var i = 0; i < parts.Length; i++)
                parts[i] = parts[i].Replace('{' + part + '}', value, StringComparison.Ordinal);
        }

        return _prefix + parts[0] + path + parts[1];
    }

    public static bool Fits(string key) => Encoding.UTF8.GetByteCount(key) <= MaximumBytes;

    /// <summary>Says what is wrong with a template; null if nothing is.</summary>
    public static string? Check(string template)
    {
        if (template.Split(PathPart).Length != 2)
            return "it must contain {path} exactly once";
        for (var open = template.IndexOf('{', StringComparison.Ordinal); open >= 0; open = template.IndexOf('{', open + 1))
        {
            var close = template.IndexOf('}', open);
            if (close < 0)
                return "it has a { without a }";
            var name = template[(open + 1)..close];
            if (name != "path" && !DateParts.Contains(name))
                return $"it may use {{path}} {{yyyy}} {{MM}} {{dd}} {{HH}}, not {{{name}}}";
        }

        return null;
    }
}
