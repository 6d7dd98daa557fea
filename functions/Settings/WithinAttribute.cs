using System.Globalization;

namespace Longshore.Settings;

/// <summary>The setting must be a number from <paramref name="minimum"/> to <paramref name="maximum"/>, both included.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WithinAttribute(long minimum, long maximum) : ValidationAttribute
{
    public long Minimum { get; } = minimum;

    public long Maximum { get; } = maximum;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        return number >= Minimum && number <= Maximum
            ? ValidationResult.Success
            : new ValidationResult(string.Create(CultureInfo.InvariantCulture,
                $"{SettingName.Of(validationContext)} holds {number}; it takes a whole number from {Minimum} to {Maximum}."));
    }
}
