using System.Net;
using System.Net.Sockets;

namespace Longshore.Sandbox.Demo;

/// <summary>Loopback ports that nothing listens on.</summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Ports = 20_000;
    private static int _next = Random.Shared.Next(Ports);

    /// <summary>Ports in a row, each of which has to be free.</summary>
    /// <param name="option">Whose value <paramref name="first"/> is, for the message.</param>
    /// <exception cref="UsageException">Something listens on one of them.</exception>
    public static int[] Check(string option, int first, int count)
    {
        foreach (var port in Enumerable.Range(first, count))
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new UsageException(
                    $"{option} {first}: port {port} is taken, and {first} to {first + count - 1} have to be free; name others "
                    + "(make run: FUNCTIONS_PORT).");
            }
        }

        return [.. Enumerable.Range(first, count)];
    }

    /// <summary>
    /// That many different ports, below those that the kernel deals out: while their user is dead and started again, no
    /// connection and no other server of this process gets one, which would answer in its place. Another process may take one
    /// first; then its user fails to start.
    /// </summary>
    public static int[] Take(int count) => [.. Enumerable.Range(0, count).Select(static _ => TakeOne())];

    private static int TakeOne()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Ports);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's: the next one.
            }
        }
    }
}
