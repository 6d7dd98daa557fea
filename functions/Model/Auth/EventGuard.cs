namespace Longshore.Model.Auth;

/// <summary>Asks each request for its token before a function takes it, if <c>EventAuth__Required</c> is set.</summary>
internal sealed class EventGuard(
    IOptions<EventAuthOptions> options,
    FunctionTable table,
    KubernetesApi kubernetes,
    TimeProvider clock,
    ILogger<EventGuard> logger)
{
    private readonly IssuerKeys? keys = options.Value.Required && table.TakesEvents ? new(kubernetes.GetAsync, clock) : null;
    private volatile TokenCheck? check;

    /// <summary>Null if the event may come in; else 401, 403 or 503, which is logged. Reads nothing but the headers.</summary>
    public async ValueTask<Failure?> CheckAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (keys is null)
            return null;
        var failure = await CheckAsync(request.Headers.Authorization.ToString(), keys, cancellation);
        if (failure is not null)
            Log.EventNotAdmitted(logger, failure.Status, failure.Detail);
        return failure;
    }

    private async Task<Failure?> CheckAsync(string authorization, IssuerKeys issuer, CancellationToken cancellation)
    {
        try
        {
            check ??= CreateCheck(issuer);
            return await check.CheckAsync(authorization, cancellation);
        }
        catch (KubernetesUnavailableException error)
        {
            return Failure.NotNow(error.Message);
        }
    }

    /// <summary>At the first event and not at the start: the pod's namespace is in a file of its ServiceAccount.</summary>
    private TokenCheck CreateCheck(IssuerKeys issuer)
    {
        var subjects = options.Value.Subjects.Select(subject => Subject.Of(subject, () => kubernetes.Namespace)).ToHashSet();
        return new(issuer, options.Value.Audience!, subjects, clock);
    }
}
