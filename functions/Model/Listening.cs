using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Longshore.Model;

/// <summary>Makes the server listen as <c>PORT</c> and <c>Host__Address</c> say.</summary>
internal static class Listening
{
    public static void Configure(KestrelServerOptions options, string address, int port, int prometheusPort)
    {
        options.AddServerHeader = false;
        Listen(port);
        if (prometheusPort != 0)
            Listen(prometheusPort);

        void Listen(int on)
        {
            if (address == HostOptions.AnyAddress)
                options.ListenAnyIP(on, OnlyHttp1);
            else
                options.Listen(IPAddress.Parse(address), on, OnlyHttp1);
        }

        // One event is one request: there is nothing for HTTP/2 to multiplex, and without TLS a client has to know beforehand.
        static void OnlyHttp1(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;
    }
}
