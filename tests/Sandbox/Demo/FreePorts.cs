using System.Net;
using System.Net.Sockets;

namespace Longshore.Sandbox.Demo;

/// <summary>Loopback ports that nothing listens on.</summary>
internal static class FreePorts
{
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
