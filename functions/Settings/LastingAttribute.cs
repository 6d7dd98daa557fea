using System.Xml;

namespace Longshore.Settings;

/// <summary>
/// The setting must be a duration from <paramref name="minimum"/> to <paramref name="maximum"/>, both included and both
/// in ISO 8601 (<c>PT2M</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LastingAttribute(string minimum, string maximum) : ValidationAttribute
{
    public string Minimum { get; } = minimum;

    public string Maximum { get; } = maximum;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is TimeSpan span && span >= XmlConvert.ToTimeSpan(Minimum) && span <= XmlConvert.ToTimeSpan(Maximum)
            ? ValidationResult.Success
            : new ValidationResult($"{SettingName.Of(validationContext)} holds "
                + $"{(value is TimeSpan held ? XmlConvert.ToString(held) : value)}; it takes an ISO 8601 duration from "
                + $"{Minimum} to {Maximum}.");
}
