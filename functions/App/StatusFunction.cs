using System.Text;
using Longshore.Core.Pages;
using Longshore.Core.Status;
using Longshore.Core.Status.Report;
using Longshore.Store;

namespace Longshore.App;

/// <summary>
/// Shows what the bucket's records say, as a page or as JSON. It takes no event, mounts no volume and changes nothing; it works
/// though every other pod is gone.
/// </summary>
[Function("status")]
internal sealed class StatusFunction(StatusMaker maker)
{
    public const string Page = "/status";
    public const string Json = "/status.json";
    private const string HtmlType = "text/html; charset=utf-8";
    private const string JsonType = "application/json; charset=utf-8";

    [HttpGetTrigger(Page, Json)]
    public async Task<HttpGetAnswer> GetAsync(HttpGetRequest request, CancellationToken cancellation)
    {
        var isJson = request.Path == Json || WantsJson(request.Accept);
        try
        {
            var report = await maker.MakeAsync(cancellation);
            return isJson
                ? new HttpGetAnswer(StatusCodes.Status200OK, JsonType,
                    JsonSerializer.SerializeToUtf8Bytes(report, StatusJson.Default.StatusReport))
                : new HttpGetAnswer(StatusCodes.Status200OK, HtmlType,
                    Encoding.UTF8.GetBytes(StatusPage.Write(report)))
                { Policy = HtmlPage.Policy };
        }
        catch (Exception error) when (!isJson && Sentence(error, cancellation) is { } sentence)
        {
            return new HttpGetAnswer(StatusCodes.Status503ServiceUnavailable, HtmlType,
                Encoding.UTF8.GetBytes(StatusPage.Unavailable(sentence)))
            { Policy = HtmlPage.Policy };
        }
        catch (RequestRefusedException error)
        {
            throw new StoreUnavailableException(Sentence(error, cancellation)!, error);
        }
    }

    /// <summary>What a person can do about it; null if it is a fault of ours.</summary>
    private static string? Sentence(Exception error, CancellationToken cancellation) => error switch
    {
        StoreUnavailableException => error.Message,
        RequestRefusedException service =>
            $"The store refuses to be read ({service.Code}); check S3__Bucket and the policy of S3__RoleArn.",
        OperationCanceledException when cancellation.IsCancellationRequested =>
            "There was not enough time to read the records; lower Status__Window or Status__Records, or raise Host__Deadline "
                + "and the service's timeoutSeconds.",
        _ => null,
    };

    /// <summary>Whether JSON stands in the header and HTML does not: a browser names both, or anything.</summary>
    private static bool WantsJson(string accept) =>
        accept.Contains("application/json", StringComparison.OrdinalIgnoreCase)
            && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
