using System.Security.Cryptography;

namespace Longshore.FaultTests.Worlds;

/// <summary>Remembers what lies beside the volume.</summary>
internal sealed class OutsideWatch(string folder)
{
    private Dictionary<string, string> _before = [];

    public void Remember() => _before = Look();

    public IEnumerable<string> Broken()
    {
        var now = Look();
        foreach (var (path, hash) in _before)
        {
            if (!now.TryGetValue(path, out var found))
                yield return $"outside: {path} was deleted";
            else if (found != hash)
                yield return $"outside: {path} was changed";
        }
    }

    private Dictionary<string, string> Look() => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
}
