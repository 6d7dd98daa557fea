namespace Longshore.Settings;

/// <summary>The configuration section of an options class whose name does not tell it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsSectionAttribute(string section) : Attribute
{
    public string Section { get; } = section;
}
