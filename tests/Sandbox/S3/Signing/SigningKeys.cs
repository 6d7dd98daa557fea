using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Longshore.Sandbox.S3.Signing;

/// <summary>Signing keys are the same for a day: derived once for each secret and scope, then kept.</summary>
internal sealed class SigningKeys
{
    private const int MostKept = 4096;
    private readonly ConcurrentDictionary<(string Secret, string Scope), byte[]> _keys = new();

    public byte[] For(string secret, AuthorizationHeader header)
    {
        if (_keys.TryGetValue((secret, header.Scope), out var key))
            return key;
        key = Sign(Sign(Sign(Sign(Encoding.UTF8.GetBytes("AWS4" + secret), header.Date), header.Region), header.Service),
            "aws4_request");
        if (_keys.Count >= MostKept)
            _keys.Clear();
        return _keys[(secret, header.Scope)] = key;
    }

    public static string SignHex(byte[] key, string text) => Convert.ToHexStringLower(Sign(key, text));

    /// <summary>Compares two signatures in hex without telling where they differ.</summary>
    public static bool Same(string expected, string actual) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(actual));

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
