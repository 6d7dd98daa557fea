namespace Longshore.Cli.Doctor;

/// <summary>Compares this machine's clock with the <c>Date</c> of the store's answer.</summary>
internal static class ClockCheck
{
    private const string Name = "clock";

    /// <summary>S3 refuses a request with a larger difference. Source: RequestTimeTooSkewed, S3's error codes.</summary>
    private static readonly TimeSpan Refused = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Noticed = TimeSpan.FromMinutes(1);

    public static async Task<DoctorCheck> RunAsync(Uri store, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            // The request is not signed: a refusal has a date too.
            using var answer = await Reach.HeadAsync(store, cancellation);
            return answer.Headers.Date is { } theirs
                ? Judge(time.GetUtcNow() - theirs)
                : DoctorCheck.Warning(Name, $"{store.Host} tells no date, so that the clocks cannot be compared.");
        }
        catch (HttpRequestException error)
        {
            return DoctorCheck.Failed(Name,
                $"{store.Host} does not answer: {error.Message} Check S3__ServiceUrl or AWS_REGION, and the network.");
        }
    }

    /// <param name="ahead">How far this clock is ahead of the store's; negative if it is behind.</param>
    internal static DoctorCheck Judge(TimeSpan ahead)
    {
        var side = ahead < TimeSpan.Zero ? "behind" : "ahead of";
        var off = $"This clock is {Math.Abs(ahead.TotalSeconds):F0} s {side} the store's";
        return ahead.Duration() switch
        {
            var by when by >= Refused =>
                DoctorCheck.Failed(Name, $"{off}: it refuses requests from 15 minutes on. Set the clock by NTP."),
            var by when by >= Noticed =>
                DoctorCheck.Warning(Name, $"{off}; it refuses requests from 15 minutes on. Set the clock by NTP."),
            _ => DoctorCheck.Ok(Name, "It agrees with the store's to a minute."),
        };
    }
}
