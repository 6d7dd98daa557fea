using System.Security.Cryptography;
using System.Text;

namespace Longshore.Model.Events;

/// <summary>Event ids that are the same whenever the same thing is said again, so that a receiver knows a duplicate.</summary>
internal static class EventIds
{
    /// <summary>
    /// 32 lower-case hex digits: the first half of SHA-256 over the three texts, divided by a NUL that none of them may hold.
    /// </summary>
    /// <param name="type">The event's type.</param>
    /// <param name="source">The event's source.</param>
    /// <param name="key">What the event is about, unique among the events of that type and source.</param>
    public static string Of(string type, string source, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{type}\0{source}\0{key}")).AsSpan(0, 16));
}
