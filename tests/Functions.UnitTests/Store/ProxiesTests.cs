using System.Net;
using Longshore.Store;

namespace Longshore.UnitTests.Store;

public class ProxiesTests
{
    private static readonly Uri Proxy = new("http://proxy:3128/");

    [Theory]
    [InlineData("*", "https://s3.eu-central-1.amazonaws.com/", true)]
    [InlineData("localhost, 10.0.0.0/8", "http://10.1.2.3:9000/", true)]
    [InlineData("10.9.9.9/8", "http://10.1.2.3:9000/", true)]
    [InlineData("10.0.0.0/16", "http://10.1.2.3:9000/", false)]
    [InlineData("10.0.0.0/8", "http://store.10.example/", false)]
    [InlineData("fd00::/8", "http://[fd12::1]:9000/", true)]
    [InlineData("fd00::/8", "http://10.1.2.3/", false)]
    [InlineData("192.168.0.7", "http://192.168.0.7/", true)]
    [InlineData("::1", "http://[::1]:9000/", true)]
    [InlineData("store", "http://store:9000/", true)]
    [InlineData("store:9000", "http://store:9000/", true)]
    [InlineData("store:9001", "http://store:9000/", false)]
    [InlineData("example.com", "http://bucket.example.com/", true)]
    [InlineData(".example.com", "http://bucket.example.com/", true)]
    [InlineData("*.example.com", "http://bucket.example.com/", true)]
    [InlineData("example.com", "http://notexample.com/", false)]
    [InlineData("10.0.0.0/99", "http://10.1.2.3/", false)]
    [InlineData("nonsense/8 / ,", "http://10.1.2.3/", false)]
    public void IsBypassed_Exceptions_AreReadAsOtherToolsDo(string exceptions, string address, bool bypassed)
    {
        var proxies = new Proxies(new WebProxy(Proxy), exceptions);

        Assert.Equal(bypassed, proxies.IsBypassed(new Uri(address)));
        Assert.Equal(bypassed ? null : Proxy, proxies.GetProxy(new Uri(address)));
    }
}
