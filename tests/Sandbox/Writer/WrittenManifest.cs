using System.Text.Json;

namespace Longshore.Sandbox.Writer;

/// <summary>The writer's own record of what it wrote, kept outside the volume: one JSON line per file.</summary>
internal sealed class WrittenManifest(string file) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _output = new(file);

    public void Add(WrittenFile written)
    {
        var line = JsonSerializer.Serialize(new { path = written.Path, sha256 = written.Sha256, size = written.Size });
        lock (_gate)
            _output.WriteLine(line);
    }

    public void Dispose() => _output.Dispose();
}
