using System.Text;
using Longshore.Core.Pages;
using Longshore.Core.Status;
using Longshore.Core.Status.Report;
using Longshore.Store;

namespace Longshore.App;

/// <summary>
/// Shows the bucket's records as a page or as JSON. It takes no event, mounts no volume and changes nothing. It needs no other
/// pod.
/// </summary>
[Function("status")]
internal sealed class StatusFunction(StatusMaker maker)
{
    public const string Root = "/";
    public const string Page = "/status";
    public const string Json = "/status.json";

    [HttpGetTrigger(Root, Page, Json)]
    public async Task<HttpGetAnswer> GetAsync(HttpGetRequest request, CancellationToken cancellation)
    {
        if (request.Path is not (Page or Json))
            return new HttpGetAnswer(StatusCodes.Status302Found, "text/plain; charset=utf-8", default) { Location = Page };
        var isJson = request.Path == Json || WantsJson(request.Accept);
        try
        {
            var report = await maker.MakeAsync(cancellation);
            return isJson
                ? new HttpGetAnswer(StatusCodes.Status200OK, "application/json; charset=utf-8",
                    JsonSerializer.SerializeToUtf8Bytes(report, StatusJson.Default.StatusReport))
                : Html(StatusCodes.Status200OK, StatusPage.Write(report));
        }
        catch (Exception error) when (!isJson && Sentence(error, cancellation) is { } sentence)
        {
            return Html(StatusCodes.Status503ServiceUnavailable, StatusPage.Unavailable(sentence));
        }
        catch (RequestRefusedException error)
        {
            throw new StoreUnavailableException(Sentence(error, cancellation)!, error);
        }
    }

    private static HttpGetAnswer Html(int status, string page) =>
        new(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page)) { Policy = HtmlPage.Policy };

    /// <summary>A sentence about the remedy; null for every other error.</summary>
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

    /// <summary>Whether the header names JSON and not HTML. A browser names HTML too.</summary>
    private static bool WantsJson(string accept) =>
        accept.Contains("application/json", StringComparison.OrdinalIgnoreCase)
            && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
