using System.Xml;

namespace Longshore.Volumes;

/// <summary>Holds <c>Schedule__MinAge</c> to <c>Volume__LeastMinAge</c>.</summary>
public sealed class LeastMinAgeCheck(IOptions<VolumeOptions> volume) : IValidateOptions<ReadinessOptions>
{
    public ValidateOptionsResult Validate(string? name, ReadinessOptions options) =>
        options.MinAge < volume.Value.LeastMinAge
            ? ValidateOptionsResult.Fail($"Schedule__MinAge holds {XmlConvert.ToString(options.MinAge)}; "
                + $"Volume__LeastMinAge allows no less than {XmlConvert.ToString(volume.Value.LeastMinAge)}.")
            : ValidateOptionsResult.Success;

    /// <summary>What is wrong with the age that an event asks for; null if nothing is.</summary>
    public static string? Problem(TimeSpan? minAge, TimeSpan least) => minAge < least
        ? $"The data's 'minAge' is {XmlConvert.ToString(minAge.Value)}; Volume__LeastMinAge allows no less than "
            + $"{XmlConvert.ToString(least)}."
        : null;
}
