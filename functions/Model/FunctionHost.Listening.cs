using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using HostOptions = Longshore.Settings.HostOptions;

namespace Longshore.Model;

public static partial class FunctionHost
{
    private static void Listen(KestrelServerOptions server, string address, int port)
    {
        if (address == HostOptions.AnyAddress)
            server.ListenAnyIP(port, OnlyHttp1);
        else
            server.Listen(IPAddress.Parse(address), port, OnlyHttp1);

        // Each event is one request, so HTTP/2 has no use, and without TLS a client must know beforehand that it is spoken.
        static void OnlyHttp1(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;
    }

    /// <exception cref="ListenException">An address cannot be listened on.</exception>
    internal static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new ListenException(string.Join(' ', TakenPorts(app.Services).Select(static each =>
                $"{each.Setting} holds {each.Port}, on which another process listens; set it to a free port.")), error);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressNotAvailable
            or SocketError.AddressFamilyNotSupported)
        {
            throw new ListenException($"The address cannot be listened on ({error.Message}); set Host__Address and PORT.", error);
        }
        catch (Exception error) when (SettingsException.MessagesOf(error) is null)
        {
            Log.StartFailed(app.Logger, error);
            throw;
        }
    }

    /// <summary>The settings of the ports that are taken. The server has let go of the others.</summary>
    private static (string Setting, int Port)[] TakenPorts(IServiceProvider services)
    {
        var host = services.GetRequiredService<IOptions<HostOptions>>().Value;
        (string Setting, int Port)[] ports =
            [("PORT", services.GetRequiredService<IOptions<PortOptions>>().Value.Port), (PrometheusPort, host.PrometheusPort)];
        var set = ports.Where(static each => each.Port != 0).ToArray();
        var taken = set.Where(each => !CanListen(host.Address, each.Port)).ToArray();
        return taken.Length > 0 ? taken : set;
    }

    private static bool CanListen(string address, int port)
    {
        using var listener = new TcpListener(address == HostOptions.AnyAddress ? IPAddress.Any : IPAddress.Parse(address), port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>An address cannot be listened on.</summary>
/// <param name="message">Names the setting to change.</param>
internal sealed class ListenException(string message, Exception inner) : Exception(message, inner);
