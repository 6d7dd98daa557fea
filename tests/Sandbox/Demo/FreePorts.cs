using System.Net;
using System.Net.Sockets;

namespace Longshore.Sandbox.Demo;

/// <summary>Loopback ports that nothing listens on.</summary>
internal static class FreePorts
{
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
                throw new UsageException($"{option} {first}: port {port} is taken, and {first} to {first + count - 1} have to be free; name others (make run: FUNCTIONS_PORT).");
            }
        }

        return [.. Enumerable.Range(first, count)];
    }

    /// <summary>That many different ports. Another process may take one before it is used; then its user fails to start.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
                listener.Start();
            return [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }
}
