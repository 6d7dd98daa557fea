namespace Longshore.Model.Auth;

/// <summary>Checks the token of each request before a function takes it, if <c>EventAuth__Required</c> is set.</summary>
internal sealed class EventGuard(
    IOptions<EventAuthOptions> options,
    FunctionTable table,
    KubernetesApi kubernetes,
    TimeProvider time,
    ILogger<EventGuard> logger)
{
    private readonly IssuerKeys? _keys = options.Value.Required && table.TakesEvents ? new(kubernetes.GetAsync, time) : null;
    private volatile TokenCheck? _check;

    /// <summary>Null if the event is accepted; else 401, 403 or 503, which is logged. Reads only the headers.</summary>
    public async ValueTask<Failure?> CheckAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (_keys is null)
            return null;
        Failure? failure;
        try
        {
            _check ??= CreateCheck(_keys);
            failure = await _check.CheckAsync(request.Headers.Authorization.ToString(), cancellation);
        }
        catch (KubernetesUnavailableException error)
        {
            failure = Failure.NotNow(error.Message);
        }

        if (failure is not null)
            Log.EventNotAdmitted(logger, failure.Status, failure.Detail);
        return failure;
    }

    /// <summary>Called at the first event, not at the start, because it reads a file of the pod's ServiceAccount.</summary>
    private TokenCheck CreateCheck(IssuerKeys issuer)
    {
        var subjects = options.Value.Subjects.Select(subject => Subject.Of(subject, () => kubernetes.Namespace)).ToHashSet();
        return new(issuer, options.Value.Audience!, subjects, time);
    }
}
