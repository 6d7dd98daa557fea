namespace Longshore.Cli.Doctor;

/// <summary>Asks whether somebody answers at an address.</summary>
internal static class Reach
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Any answer will do. HEAD sends no event and changes nothing.</summary>
    /// <exception cref="HttpRequestException">There is none.</exception>
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
