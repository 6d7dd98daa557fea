namespace Longshore.Cli.Doctor;

/// <summary>Compares this machine's clock with the <c>Date</c> of the store's answer.</summary>
internal static class ClockCheck
{
    private const string Name = "clock";

    /// <summary>S3 refuses a request with a larger difference. Source: RequestTimeTooSkewed, S3's error codes.</summary>
    private static readonly TimeSpan Refused = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Noticed = TimeSpan.FromMinutes(1);

    /// <param name="givenBy">The setting or variable that holds the address.</param>
    public static async Task<DoctorCheck> RunAsync(
        Uri store, string givenBy, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            // The request is not signed: a refusal has a date too.
            using var answer = await Reach.HeadAsync(store, cancellation);
            if (answer.Content.Headers.ContentType?.MediaType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true)
                return DoctorCheck.Warning(Name, $"Not compared: {store.Host} answers with a web page. Is {givenBy} the address "
                    + "of a store?");
            return answer.Headers.Date is { } theirs
                ? Judge(time.GetUtcNow() - theirs, store.Host)
                : DoctorCheck.Warning(Name, $"{store.Host} tells no date, so that the clocks cannot be compared.");
        }
        catch (HttpRequestException error)
        {
            return DoctorCheck.Failed(Name,
                $"{store.Host} does not answer: {error.Message.TrimEnd('.')}. Check {givenBy} or AWS_REGION, and the network.");
        }
    }

    /// <param name="ahead">How far this clock is ahead of the store's; negative if it is behind.</param>
    /// <param name="host">The server that told its date, whatever it is.</param>
    internal static DoctorCheck Judge(TimeSpan ahead, string host)
    {
        var side = ahead < TimeSpan.Zero ? "behind" : "ahead of";
        var off = $"This clock is {Math.Abs(ahead.TotalSeconds):F0} s {side} that of {host}";
        return ahead.Duration() switch
        {
            var by when by >= Refused =>
                DoctorCheck.Failed(Name, $"{off}: S3 refuses requests from 15 minutes on. Set the clock by NTP."),
            var by when by >= Noticed =>
                DoctorCheck.Warning(Name, $"{off}; S3 refuses requests from 15 minutes on. Set the clock by NTP."),
            _ => DoctorCheck.Ok(Name, $"It agrees with that of {host} to a minute."),
        };
    }
}
