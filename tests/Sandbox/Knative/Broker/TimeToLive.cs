using System.Globalization;

namespace Longshore.Sandbox.Knative;

/// <summary>
/// How many more times an event may pass the Broker: the extension <c>knativebrokerttl</c>, which ends endless loops.
/// </summary>
internal static class TimeToLive
{
    public const int Start = 255;

    /// <summary>
    /// What is left for an event that a publisher sends; <see cref="Start"/> without the extension, 0 if it is no number.
    /// </summary>
    public static int Of(WireEvent sent) => sent.Attributes.TryGetValue("knativebrokerttl", out var text)
        ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? left - 1 : 0
        : Start;
}
