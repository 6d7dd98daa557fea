using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Longshore.Settings;

/// <summary>A member of an options class, which has the name of the setting.</summary>
/// <param name="Type">Its type without nullability.</param>
public sealed record Setting(string Name, Type Type)
{
    /// <summary>The members that a setting can fill.</summary>
    public static IReadOnlyList<Setting> Of(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type options) =>
        [.. options.GetProperties()
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(property =>
                new Setting(property.Name, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType))];

    /// <summary>Whether it holds several values: <c>Name__0</c>, <c>Name__1</c> or separated by commas.</summary>
    public bool IsList => Type == typeof(string[]) || Type == typeof(List<string>) || Type == typeof(IReadOnlyList<string>);

    /// <summary>Whether it may have settings beneath it: <c>Name__Part</c>.</summary>
    public bool HasParts => IsList || Type == typeof(Dictionary<string, string>);

    /// <summary>Whether it is a number of bytes, which its name says: <c>PartBytes</c>, <c>BundleUpTo</c>.</summary>
    public bool IsSize => (Type == typeof(int) || Type == typeof(long))
        && (Name.Contains("Bytes", StringComparison.Ordinal) || Name.EndsWith("UpTo", StringComparison.Ordinal));

    /// <summary>What the setting takes, for a message; null if <paramref name="text"/> is that.</summary>
    /// <param name="normal">The text in the form that the binder reads.</param>
    public string? Refuse(string text, out string normal)
    {
        normal = text;
        if (Type == typeof(TimeSpan))
        {
            if (ReadDuration(text) is not { } span)
                return DurationText.Wanted(text);
            normal = span.ToString("c", CultureInfo.InvariantCulture);
            return null;
        }

        if (IsSize && SizeText.TryRead(text, out var bytes))
            normal = bytes.ToString(CultureInfo.InvariantCulture);
        if (Type == typeof(int) || Type == typeof(long))
            return RefuseNumber(normal);
        if (Type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? null : "a number";
        if (Type == typeof(bool))
            return bool.TryParse(text, out _) ? null : "true or false";
        if (Type == typeof(Uri))
            return Uri.TryCreate(text, UriKind.Absolute, out _) ? null : "an absolute URL such as https://host:port";
        if (Type.IsEnum)
            return Enum.GetNames(Type).Contains(text, StringComparer.OrdinalIgnoreCase) ? null : ListOf(Enum.GetNames(Type));
        return null;
    }

    private string? RefuseNumber(string text)
    {
        if (!System.Numerics.BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out var number))
            return IsSize ? SizeText.Takes : "a whole number";
        var (least, most) = Type == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        return number >= least && number <= most ? null : $"a whole number from {least} to {most}";
    }

    private static string ListOf(string[] names) =>
        names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} or {names[^1]}";

    private static TimeSpan? ReadDuration(string text)
    {
        // TimeSpan reads a bare number as days.
        if (text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParseExact(text, ["c", @"h\:mm\:ss"], CultureInfo.InvariantCulture, out var span))
            return span;
        return DurationText.TryRead(text, out span) ? span : null;
    }
}

/// <summary>The settings that one options class takes from a section; several classes may share a section.</summary>
public sealed record SectionSettings(string Section, IReadOnlyList<Setting> Settings)
{
    /// <summary>Every setting of a section, of all classes.</summary>
    public static IReadOnlyList<Setting> Of(string section, IEnumerable<SectionSettings> all) =>
        [.. all.Where(each => each.Section == section).SelectMany(each => each.Settings)];
}
