using System.Security.Cryptography;

namespace Longshore.Cli;

/// <summary>
/// The name of a directory that nobody has named: the same for every run of this host over this directory to this destination,
/// and another for any other, so that a trial run never settles or hides what another volume's receipts say.
/// </summary>
internal static class VolumeName
{
    /// <summary>Source: machine-id(5).</summary>
    private const string MachineId = "/etc/machine-id";
    private const int Digits = 16;

    /// <param name="root">The directory, absolute.</param>
    /// <param name="destination">Endpoint, bucket, prefix and template.</param>
    public static string Of(string root, params ReadOnlySpan<string?> destination) => On(Host(), root, destination);

    internal static string On(string host, string root, params ReadOnlySpan<string?> destination)
    {
        // No name, path or address holds a NUL, so that no two lists make one text.
        var text = $"{host}\0{Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))}\0{string.Join('\0', destination)}";
        return $"ship-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits]}";
    }

    /// <summary>The machine's id, which outlives a container's host name where it is mounted; else the host's name.</summary>
    private static string Host()
    {
        try
        {
            return File.ReadAllText(MachineId).Trim() is { Length: > 0 } id ? id : Environment.MachineName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }
}
