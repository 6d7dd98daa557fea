using System.ComponentModel.DataAnnotations;

namespace Longshore.Settings;

/// <summary>Says which environment variable a validated option comes from, for error messages.</summary>
internal static class SettingName
{
    /// <summary><c>SyncOptions.PartBytes</c> is <c>Sync__PartBytes</c>.</summary>
    public static string Of(ValidationContext context)
    {
        var type = context.ObjectType.Name;
        var section = type.EndsWith("Options", StringComparison.Ordinal) ? type[..^"Options".Length] : type;
        return $"{section}__{context.MemberName}";
    }
}
