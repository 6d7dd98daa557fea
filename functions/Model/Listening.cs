using System.Net;
using Longshore.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Longshore.Model;

/// <summary>Makes the server listen as <c>PORT</c> and <c>Host__Address</c> say.</summary>
internal static class Listening
{
    public static void Configure(KestrelServerOptions options, string address, int port, int prometheusPort)
    {
        options.AddServerHeader = false;
        var preface = new Http2Preface();
        // First, as endpoints are built in order: the real one must find the HTTP/2 server when it accepts.
        options.Listen(new UnreachableEndPoint(), listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(preface.Capture);
        });
        Listen(port, Choose);
        if (prometheusPort != 0)
            Listen(prometheusPort, static listen => listen.Protocols = HttpProtocols.Http1);

        void Listen(int on, Action<ListenOptions> configure)
        {
            if (address == HostOptions.AnyAddress)
                options.ListenAnyIP(on, configure);
            else
                options.Listen(IPAddress.Parse(address), on, configure);
        }

        void Choose(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(preface.Choose);
        }
    }
}
