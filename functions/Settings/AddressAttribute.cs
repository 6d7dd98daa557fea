using System.Net;

namespace Longshore.Settings;

/// <summary>The setting must be an IP address, or <c>*</c> for every one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is "*" || IPAddress.TryParse(value as string, out _)
            ? ValidationResult.Success
            : new ValidationResult(
                $"{SettingName.Of(validationContext)} holds '{value}'; it takes an IP address, or * for every one.");
}
