using System.Net;
using System.Net.Sockets;

namespace Longshore.Sandbox.Demo;

/// <summary>Loopback ports that nothing listens on.</summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Ports = 20_000;
    private static int _next = Random.Shared.Next(Ports);

    /// <summary>Checks rows of ports, each of which has to be free.</summary>
    /// <param name="rows">The option, make's variable for it, its value (0 is any), and how many ports it takes.</param>
    /// <exception cref="UsageException">Something listens on some of them; the message names each.</exception>
    public static void Check(params (string Option, string Variable, int First, int Count)[] rows)
    {
        var taken = rows.Where(static row => row.First != 0)
            .SelectMany(static row => Enumerable.Range(row.First, row.Count).Where(IsTaken)
                .Select(port => $"port {port} is taken ({row.Option}, in make run {row.Variable})"))
            .ToArray();
        if (taken.Length > 0)
            throw new UsageException($"{string.Join("; ", taken)}. End what listens there, or name others.");
    }

    private static bool IsTaken(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
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
