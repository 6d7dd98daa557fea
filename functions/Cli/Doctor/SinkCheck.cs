namespace Longshore.Cli.Doctor;

internal static class SinkCheck
{
    private const string Name = "sink";

    /// <param name="sink">A valid http or https URL; null or empty if there is none.</param>
    public static async Task<DoctorCheck> RunAsync(string? sink, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(sink))
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
                $"{address.Authority} does not answer: {error.Message.TrimEnd('.')}. Check K_SINK, "
                + "and that the Broker is ready.");
        }
    }
}

/// <summary>Sends a request to an address to see whether there is an answer.</summary>
internal static class Reach
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Any answer is good. HEAD sends no event and changes nothing.</summary>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    public static async Task<HttpResponseMessage> HeadAsync(Uri address, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Longest };
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        try
        {
            return await client.SendAsync(request, cancellation);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {Longest.TotalSeconds:F0} s.", error);
        }
    }
}
