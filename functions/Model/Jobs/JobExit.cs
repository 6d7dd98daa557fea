namespace Longshore.Model.Jobs;

/// <summary>
/// Exit codes of <c>longshore-functions job</c>: what a Kubernetes Job does next (<c>podFailurePolicy</c>).
/// Settings and usage are <see cref="FunctionHost.Misused"/>.
/// </summary>
internal static class JobExit
{
    /// <summary>Handled to the end and every result taken by the sink; or stopped, and the rest taken by the sink.</summary>
    public const int Done = 0;

    /// <summary>
    /// Not handled, or a result was not taken: run it again. What was done by then is found again and costs little.
    /// </summary>
    public const int Failed = 1;

    /// <summary>The event is malformed or not one that is taken here: running it again cannot help.</summary>
    public const int Refused = 3;
}
