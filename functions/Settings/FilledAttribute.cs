namespace Longshore.Settings;

/// <summary>The setting must hold text that is not blank.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FilledAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        string.IsNullOrWhiteSpace(value as string)
            ? new ValidationResult($"{SettingName.Of(validationContext)} is empty; set it.")
            : ValidationResult.Success;
}
