using Longshore.Cli.Ship;

namespace Longshore.Cli.Doctor;

/// <summary>The settings that are checked: those given, those of file and environment, and what ship would add.</summary>
/// <param name="Settings">What stands above file and environment.</param>
/// <param name="Check">Says which bucket and volume they name.</param>
/// <param name="NamesVolume">Whether somebody has named the volume's directory.</param>
/// <param name="Sink"><c>K_SINK</c>; null if it is not set.</param>
internal sealed record DoctorSettings((string Name, string Value)[] Settings, DoctorCheck Check, bool NamesVolume, string? Sink)
{
    private const string UsualRoot = "/data";

    /// <param name="given">They stand above file and environment.</param>
    public static DoctorSettings Of((string Name, string Value)[] given)
    {
        var found = VerbServices.Read(given);
        string? Value(string name) => found[name] is { Length: > 0 } value ? value : null;

        List<(string Name, string Value)> settings = [.. given];
        if (given.LastOrDefault(static each => each.Name == "S3:ServiceUrl").Value is { } endpoint)
        {
            // As ship has it: another store has its STS at the same address, and rarely a host name for each bucket.
            settings.Add(("S3:StsUrl", Value("S3:StsUrl") ?? endpoint));
            settings.Add(("S3:ForcePathStyle", Value("S3:ForcePathStyle") ?? "true"));
        }

        // The AWS SDK reads the environment itself.
        if (given.LastOrDefault(static each => each.Name == "AWS_REGION").Value is { } region)
            Environment.SetEnvironmentVariable("AWS_REGION", region);
        var (root, bucket) = (Value("Volume:Root"), Value("S3:Bucket"));
        if (Value("Volume:Name") is { } name)
        {
            var says = $"They are complete: bucket '{bucket}', volume '{name}' at {root ?? UsualRoot}.";
            return new([.. settings], DoctorCheck.Ok("settings", says), root is not null, Value("K_SINK"));
        }

        var made = ShipVolume.NameOf(root ?? UsualRoot, Value("S3:ServiceUrl"), bucket, Value("S3:Prefix"), Value(
            "S3:KeyTemplate"));
        settings.Add(("Volume:Name", made));
        var check = DoctorCheck.Warning(
            "settings", $"Bucket '{bucket}'. Volume__Name is not set: ship calls the volume {made}, and pods do "
            + "not start without it. Name it as NAMESPACE/CLAIM.");
        return new([.. settings], check, root is not null, Value("K_SINK"));
    }
}
