namespace Longshore.Model;

/// <summary>The one place where an error becomes an HTTP status.</summary>
/// <param name="Status">400, 401 and 403 are not retried by Knative, 500 and 503 are.</param>
/// <param name="Title">What kind of failure it is; the same for every one of the status.</param>
/// <param name="Detail">A sentence for the sender; never a secret, never a stack.</param>
public sealed record Failure(int Status, string Title, string Detail)
{
    /// <summary>Seconds that a 503 asks the sender to wait.</summary>
    public const int RetryAfterSeconds = 5;

    /// <summary>The failure that an error is.</summary>
    /// <param name="error">What the function threw, as <see cref="FunctionTable.ToModel"/> gives it, or the binding.</param>
    /// <param name="isStopping">Whether the deadline or the shutdown has fired: only then is a cancellation theirs.</param>
    public static Failure Of(Exception error, bool isStopping = false) => error switch
    {
        RejectedException => Bad(error.Message),
        RetryLaterException => NotNow(error.Message),
        OperationCanceledException when isStopping => NotNow("The deadline or the shutdown came before the event was handled."),
        _ => new(StatusCodes.Status500InternalServerError, "The function failed", "An unexpected error; the log says which."),
    };

    public static Failure Bad(string detail) =>
        new(StatusCodes.Status400BadRequest, "The event is not one that is taken here", detail);

    public static Failure Unauthorized(string detail) =>
        new(StatusCodes.Status401Unauthorized, "The event's token is missing or not valid", detail);

    /// <summary>The token is valid, and of a sender whose events are not accepted.</summary>
    public static Failure Forbidden(string detail) =>
        new(StatusCodes.Status403Forbidden, "This sender may not send events here", detail);

    public static Failure NotNow(string detail) => new(StatusCodes.Status503ServiceUnavailable, "Not now; send it again", detail);
}
