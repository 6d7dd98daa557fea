using System.Reflection;

namespace Longshore.Settings;

/// <summary>Says which environment variable a validated option comes from, for error messages.</summary>
internal static class SettingName
{
    /// <summary>
    /// <c>SyncOptions.PartBytes</c> is <c>Sync__PartBytes</c>; a <see cref="SettingsSectionAttribute"/> goes first.
    /// </summary>
    public static string Of(ValidationContext context)
    {
        var type = context.ObjectType.Name;
        var section = context.ObjectType.GetCustomAttribute<SettingsSectionAttribute>()?.Section
            ?? (type.EndsWith("Options", StringComparison.Ordinal) ? type[..^"Options".Length] : type);
        return $"{section}__{context.MemberName}";
    }
}
