using System.Globalization;
using System.Net;
using System.Reflection;
using System.Xml;

namespace Longshore.Settings;

/// <summary>The configuration section of an options class, if it is not the class's name without <c>Options</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsSectionAttribute(string section) : Attribute
{
    public string Section { get; } = section;
}

/// <summary>Checks one setting. Its message begins with the environment variable: <c>Sync__PartBytes</c>.</summary>
public abstract class SettingAttribute : ValidationAttribute
{
    protected sealed override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (ProblemOf(value) is not { } problem)
            return ValidationResult.Success;
        var type = validationContext.ObjectType;
        var section = type.GetCustomAttribute<SettingsSectionAttribute>()?.Section
            ?? (type.Name.EndsWith("Options", StringComparison.Ordinal) ? type.Name[..^"Options".Length] : type.Name);
        return new ValidationResult($"{section}__{validationContext.MemberName} {problem}");
    }

    /// <summary>What is wrong, as it follows the setting's name; null if nothing is wrong. Must not throw.</summary>
    /// <param name="value">Null if the setting has no value.</param>
    protected abstract string? ProblemOf(object? value);
}

/// <summary>The setting must hold text that is not blank.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FilledAttribute : SettingAttribute
{
    protected override string? ProblemOf(object? value) =>
        string.IsNullOrWhiteSpace(value as string) ? "is empty; set it." : null;
}

/// <summary>The setting must be a number from <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WithinAttribute(long minimum, long maximum) : SettingAttribute
{
    protected override string? ProblemOf(object? value)
    {
        var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        return number >= minimum && number <= maximum ? null : string.Create(CultureInfo.InvariantCulture,
            $"holds {number}; it takes a whole number from {minimum} to {maximum}.");
    }
}

/// <summary>
/// The setting must be a duration from <paramref name="minimum"/> to <paramref name="maximum"/>, both included and both in
/// ISO 8601 (<c>PT2M</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LastingAttribute(string minimum, string maximum) : SettingAttribute
{
    protected override string? ProblemOf(object? value) =>
        value is TimeSpan span && span >= XmlConvert.ToTimeSpan(minimum) && span <= XmlConvert.ToTimeSpan(maximum)
            ? null
            : $"holds {(value is TimeSpan held ? DurationText.Of(held) : value)}; it takes a duration from "
                + $"{DurationText.Of(XmlConvert.ToTimeSpan(minimum))} to {DurationText.Of(XmlConvert.ToTimeSpan(maximum))}.";
}

/// <summary>The setting must be an IP address, or <c>*</c> for every address.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressAttribute : SettingAttribute
{
    protected override string? ProblemOf(object? value) => value is "*" || IPAddress.TryParse(value as string, out _)
        ? null
        : $"holds '{value}'; it takes an IP address, or * for every one.";
}
