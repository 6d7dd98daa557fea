namespace Longshore.Sandbox.Demo;

/// <summary>All functions of the manifests, a process each.</summary>
internal sealed class FunctionFleet(SandboxCluster cluster, string program, string logFolder) : IAsyncDisposable
{
    private readonly FunctionProcess[] _functions =
    [
        .. cluster.Manifests.Services.Select(service => new FunctionProcess(service.Name, program, cluster.EnvironmentOf(service),
            Path.Combine(logFolder, service.Name + ".log"))),
    ];

    public IReadOnlyList<FunctionProcess> Functions => _functions;

    public Task StartAsync(CancellationToken cancellation) =>
        Task.WhenAll(_functions.Select(function => function.StartAsync(cancellation)));

    public Task KillAsync() => Task.WhenAll(_functions.Select(static function => function.KillAsync()));

    /// <exception cref="InvalidOperationException">A function has ended by itself; the message has its last words.</exception>
    public void CheckAlive()
    {
        if (Array.Find(_functions, static function => !function.Alive) is { } dead)
            throw new InvalidOperationException($"{dead.Name} has ended by itself. It wrote:\n{dead.LastWords()}");
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_functions.Select(static function => function.DisposeAsync().AsTask()));
}
