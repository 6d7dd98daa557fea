namespace Longshore.Model;

/// <summary>The port of the event endpoint: <c>PORT</c>, which Knative sets. Default 8080; 0 is any free one.</summary>
internal sealed class PortOptions
{
    public int Port { get; set; } = 8080;

    public static void Read(PortOptions options, IConfiguration configuration)
    {
        if (configuration["PORT"] is not { Length: > 0 } text)
            return;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > ushort.MaxValue)
            throw new OptionsValidationException(
                "PORT", typeof(PortOptions), [$"PORT holds '{text}'; it takes a port number from 0 to {ushort.MaxValue}."]);
        options.Port = port;
    }
}
