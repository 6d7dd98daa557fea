using System.Security.Cryptography;

namespace Longshore.Cli;

/// <summary>
/// The volume's name if no setting gives one. It depends on the host, the directory and the destination: a trial run has a name
/// of its own and never touches the records of another volume.
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
        // No name, path or address holds a NUL, so two different lists make two texts.
        var text = $"{host}\0{Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))}\0{string.Join('\0', destination)}";
        return $"ship-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits]}";
    }

    /// <summary>The machine's id, or the host's name if there is none. A container's host name changes with each start.</summary>
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
