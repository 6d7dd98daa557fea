using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Longshore.Model;

/// <summary>An endpoint that nobody can connect to; see <see cref="Http2Preface"/>.</summary>
internal sealed class UnreachableEndPoint : EndPoint
{
    public const string Name = "unreachable";

    public override string ToString() => Name;

    /// <summary>Binds unreachable endpoints, and leaves all others to the server's own transport.</summary>
    public sealed class Factory : IConnectionListenerFactory, IConnectionListenerFactorySelector
    {
        public bool CanBind(EndPoint endpoint) => endpoint is UnreachableEndPoint;

        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IConnectionListener>(new Listener(endpoint));
    }

    private sealed class Listener(EndPoint endPoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> unbound = new();

        public EndPoint EndPoint => endPoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => new(unbound.Task);

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

        public ValueTask DisposeAsync()
        {
            unbound.TrySetResult(null);
            return ValueTask.CompletedTask;
        }
    }
}
