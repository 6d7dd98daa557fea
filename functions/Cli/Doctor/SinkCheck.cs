namespace Longshore.Cli.Doctor;

/// <summary>Whether somebody answers at <c>K_SINK</c>.</summary>
internal static class SinkCheck
{
    private const string Name = "sink";

    /// <param name="sink">An http or https URL, as the settings were checked; null if there is none.</param>
    public static async Task<DoctorCheck> RunAsync(string? sink, CancellationToken cancellation)
    {
        if (sink is null)
            return DoctorCheck.Ok(Name, "K_SINK is not set: ship needs none, and in a cluster a SinkBinding sets it.");
        var address = new Uri(sink);
        try
        {
            using var answer = await Reach.HeadAsync(address, cancellation);
            return DoctorCheck.Ok(Name, $"{address.Authority} answers.");
        }
        catch (HttpRequestException error)
        {
            return DoctorCheck.Failed(Name,
                $"{address.Authority} does not answer: {error.Message} Check K_SINK, and that the Broker is ready.");
        }
    }
}
