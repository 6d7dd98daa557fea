namespace Longshore.Model;

/// <summary>An error as an HTTP status; no other place turns one into the other.</summary>
/// <param name="Status">Knative does not retry 400, 401 and 403; it retries 500 and 503.</param>
/// <param name="Title">The kind of failure; the same for each one with the status.</param>
/// <param name="Detail">A sentence for the sender, with no secret and no stack.</param>
public sealed record Failure(int Status, string Title, string Detail)
{
    /// <summary>Seconds that a 503 asks the sender to wait.</summary>
    public const int RetryAfterSeconds = 5;

    /// <param name="error">The error of the function, from <see cref="FunctionTable.ToModel"/>, or of the binding.</param>
    public static Failure Of(Exception error) => error switch
    {
        RejectedException => Bad(error.Message),
        RetryLaterException => NotNow(error.Message),
        _ => new(StatusCodes.Status500InternalServerError, "The function failed", "An unexpected error; the log says which."),
    };

    public static Failure Bad(string detail) =>
        new(StatusCodes.Status400BadRequest, "The event is not one that is taken here", detail);

    public static Failure Unauthorized(string detail) =>
        new(StatusCodes.Status401Unauthorized, "The event's token is missing or not valid", detail);

    /// <summary>The token is valid, but this function accepts no events from its sender.</summary>
    public static Failure Forbidden(string detail) =>
        new(StatusCodes.Status403Forbidden, "This sender may not send events here", detail);

    public static Failure NotNow(string detail) => new(StatusCodes.Status503ServiceUnavailable, "Not now; send it again", detail);
}
