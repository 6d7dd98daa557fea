namespace Longshore.Cli.Doctor;

/// <summary>The settings that are checked: those given, those of file and environment, and what ship would add.</summary>
/// <param name="Settings">What stands above file and environment.</param>
/// <param name="Check">Says which bucket and volume they name.</param>
/// <param name="NamesVolume">Whether somebody has named the volume's directory.</param>
/// <param name="Sink"><c>K_SINK</c>; null if it is not set.</param>
internal sealed record DoctorSettings((string Name, string Value)[] Settings, DoctorCheck Check, bool NamesVolume, string? Sink)
{
    /// <param name="given">They stand above file and environment.</param>
    public static DoctorSettings Of((string Name, string Value)[] given)
    {
        var found = VerbServices.Read(given);
        string? Value(string name) => found[name] is { Length: > 0 } value ? value : null;

        var settings = LocalSettings.Complete(given, found);
        var (root, bucket) = (Value("Volume:Root"), Value("S3:Bucket"));
        var check = Value("Volume:Name") is { } name
            ? DoctorCheck.Ok("settings",
                $"They are complete: bucket '{bucket}', volume '{name}' at {root ?? LocalSettings.UsualRoot}.")
            : DoctorCheck.Warning("settings", $"Bucket '{bucket}'. Volume__Name is not set: ship calls the volume "
                + $"{settings.Last(static each => each.Name == "Volume:Name").Value}, and pods do not start without it. "
                + "Name it as NAMESPACE/CLAIM.");
        return new(settings, check, root is not null, Value("K_SINK"));
    }
}
