namespace Longshore.Model;

/// <summary>
/// Answers GET with the function that takes the path, within the deadline. Its headers let a browser only show the answer.
/// </summary>
internal sealed class HttpGetEndpoint(
    FunctionTable table, EventGate gate, IServiceProvider services, ILogger<FunctionEndpoint> logger)
{
    /// <summary>Null if the function has answered, or the client is gone; else the failure, which is not answered yet.</summary>
    public async Task<Failure?> AnswerAsync(HttpContext http, HttpGet found)
    {
        try
        {
            var request = new HttpGetRequest(http.Request.Path.Value!, http.Request.Headers.Accept.ToString());
            await SendAsync(http, await gate.RunAsync(async tokens =>
            {
                // It has nothing to park, so it has the whole deadline, and ends at the shutdown.
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(
                    tokens.Abort, gate.Closed, http.RequestAborted);
                return await found.Invoke(services, request, stop.Token);
            }));
            return null;
        }
        catch (Exception error) when (!http.RequestAborted.IsCancellationRequested)
        {
            var failure = Failure.Of(table.ToModel(error));
            if (failure.Status == StatusCodes.Status500InternalServerError)
                Log.FunctionFailed(logger, error);
            return failure;
        }
        catch (Exception)
        {
            // The client is gone.
            return null;
        }
    }

    private static async Task SendAsync(HttpContext http, HttpGetAnswer answer)
    {
        var (response, headers) = (http.Response, http.Response.Headers);
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        headers.ContentSecurityPolicy = answer.Policy ?? "default-src 'none'; frame-ancestors 'none'";
        headers.Location = answer.Location;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        headers.Vary = "Accept";
        if (answer.Status == StatusCodes.Status503ServiceUnavailable)
            headers.RetryAfter = $"{Failure.RetryAfterSeconds}";
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }
}
