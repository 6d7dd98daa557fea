using System.Net;
using System.Net.Sockets;
using Longshore.Sandbox.Demo;

namespace Longshore.IntegrationTests.Demo;

public sealed class FreePortsTests
{
    [Fact]
    public void Check_OneOfThemTaken_NamesIt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = ((IPEndPoint)listener.LocalEndpoint).Port;

        var refusal = Assert.Throws<UsageException>(() => FreePorts.Check("--functions-port", taken, 1));

        Assert.StartsWith($"--functions-port {taken}: port {taken} is taken", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AllFree_AreThosePorts()
    {
        var port = FreePorts.Take(1)[0];

        Assert.Equal([port], FreePorts.Check("--functions-port", port, 1));
    }
}
