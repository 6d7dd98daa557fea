using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Longshore.Hosting;

/// <summary>Makes the server listen as <c>PORT</c> and <c>Host__Address</c> say.</summary>
internal sealed class Listening(IOptions<PortOptions> port, IOptions<HostOptions> host) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Listen(new IPEndPoint(host.Value.Address == "*" ? IPAddress.IPv6Any : IPAddress.Parse(host.Value.Address), port.Value.Port), listen => listen.Protocols = HttpProtocols.Http1AndHttp2);
    }
}
