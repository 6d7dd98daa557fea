using System.Net;
using System.Net.Sockets;
using Longshore.Sandbox.Demo;

namespace Longshore.IntegrationTests.Demo;

public sealed class FreePortsTests
{
    [Fact]
    public void Check_SomeTaken_NamesEach()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        var (broker, functions) = (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);

        var refusal = Assert.Throws<UsageException>(() => FreePorts.Check(
            ("--broker-port", "BROKER_PORT", broker, 1), ("--functions-port", "FUNCTIONS_PORT", functions, 1)));

        Assert.Contains($"port {broker} is taken (--broker-port, in make run BROKER_PORT)", refusal.Message,
            StringComparison.Ordinal);
        Assert.Contains($"port {functions} is taken (--functions-port", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InOrderOfPorts_ASixthFunction_MovesNoOther() =>
        Assert.Equal(["cleanup", "deadletter", "schedule", "status", "sync", "archive"],
            SandboxCluster.InOrderOfPorts(["archive", "status", "sync", "cleanup", "schedule", "deadletter"]));

    [Fact]
    public void Check_AllFree_SaysNothing() =>
        FreePorts.Check(("--broker-port", "BROKER_PORT", 0, 1), ("--functions-port", "FUNCTIONS_PORT", FreePorts.Take(1)[0], 1));
}
