namespace Longshore.Store;

/// <summary>
/// The proxies of the environment, with <c>NO_PROXY</c> as other tools read it: beside names and domains, it takes <c>*</c> for
/// every host and networks in CIDR form for hosts that are given as addresses. .NET takes neither.
/// </summary>
internal sealed class Proxies(IWebProxy inner, string exceptions) : IWebProxy
{
    private readonly string[] _exceptions =
        exceptions.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    /// <summary>
    /// Makes every HTTP client of this process follow the exceptions. May be called again. Without <c>NO_PROXY</c> nothing
    /// changes.
    /// </summary>
    public static void Use()
    {
        var exceptions = Environment.GetEnvironmentVariable("no_proxy") ?? Environment.GetEnvironmentVariable("NO_PROXY");
        if (!string.IsNullOrEmpty(exceptions) && HttpClient.DefaultProxy is not Proxies)
            HttpClient.DefaultProxy = new Proxies(HttpClient.DefaultProxy, exceptions);
    }

    /// <summary>For a message: <c> through the proxy http://proxy:3128</c>, or empty if no proxy is used.</summary>
    /// <param name="address">Where the request goes; null or empty is AWS.</param>
    public static string Before(string? address)
    {
        var url = WebAddress.TryParse(address, out var given) ? given : new Uri("https://s3.amazonaws.com/");
        return HttpClient.DefaultProxy.IsBypassed(url) || HttpClient.DefaultProxy.GetProxy(url) is not { } proxy || proxy == url
            ? ""
            : $" through the proxy {proxy.GetLeftPart(UriPartial.Scheme)}{proxy.Authority}";
    }

    public Uri? GetProxy(Uri destination) => IsExcepted(destination) ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => IsExcepted(host) || inner.IsBypassed(host);

    private bool IsExcepted(Uri address) => Array.Exists(_exceptions, each => Matches(each, address));

    private static bool Matches(string exception, Uri address)
    {
        if (exception == "*")
            return true;
        var host = address.IdnHost.Trim('[', ']');
        // IPNetwork refuses a network whose address has bits beyond its mask, such as 10.1.2.3/8.
        if (exception.Split('/') is [var start, var bits] && IPAddress.TryParse(start, out var network)
            && int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            return IPAddress.TryParse(host, out var ip) && IsWithin(ip, network, length);
        var name = exception.TrimStart('*').TrimStart('.').Trim('[', ']');
        if (name.LastIndexOf(':') is > 0 and var colon && !IPAddress.TryParse(name, out _))
        {
            if (name[(colon + 1)..] != address.Port.ToString(CultureInfo.InvariantCulture))
                return false;
            name = name[..colon].Trim('[', ']');
        }

        return host.Equals(name, StringComparison.OrdinalIgnoreCase)
            || (name.Length > 0 && host.EndsWith('.' + name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsWithin(IPAddress address, IPAddress network, int length)
    {
        var (mine, others) = (address.GetAddressBytes(), network.GetAddressBytes());
        if (address.AddressFamily != network.AddressFamily || length > mine.Length * 8)
            return false;
        for (var bit = 0; bit < length; bit++)
        {
            if (((mine[bit / 8] ^ others[bit / 8]) & (0x80 >> (bit % 8))) != 0)
                return false;
        }

        return true;
    }
}
