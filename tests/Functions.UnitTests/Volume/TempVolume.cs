using System.Text;
using Longshore.Volumes;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Volumes;

/// <summary>
/// A directory under the temporary path that stands for the volume, with a second one outside it. Both go at the end.
/// </summary>
internal sealed class TempVolume : IDisposable
{
    private readonly string _base = Directory.CreateTempSubdirectory("longshore-").FullName;

    /// <summary>A clock that is ahead of the filesystem's, since a ctime cannot be set back.</summary>
    public static TimeProvider Tomorrow { get; } = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(1));

    public TempVolume()
    {
        TestLibc.ChangeMode(_base, 0x1ED /* rwxr-xr-x */);
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Outside);
    }

    public string Root => Path.Combine(_base, "volume");

    public string Outside => Path.Combine(_base, "outside");

    public VolumeOptions Options => new() { Root = Root };

    public string Full(string path) => Path.Combine(Root, path);

    /// <summary>
    /// Ends when nobody has the file open: a process that another test starts meanwhile inherits it until it runs its program.
    /// </summary>
    public string Write(string path, string contents = "contents")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Full(path))!);
        File.WriteAllText(Full(path), contents);
        using var file = File.OpenHandle(Full(path));
        SpinWait.SpinUntil(() => WriterLease.Probe(file) != WriterState.Open, TimeSpan.FromSeconds(10));
        return path;
    }

    public string Folder(string path) => Directory.CreateDirectory(Full(path)).FullName;

    public VolumeRoot Open(bool openBeneath = true, bool renameNoReplace = true, bool stableInodes = true,
        string? sentinel = null, bool leases = true) =>
        new Volume(
            Microsoft.Extensions.Options.Options.Create(
                new VolumeOptions { Root = Root, Sentinel = sentinel, StableInodes = stableInodes }))
        {
            Features = new KernelFeatures(openBeneath, renameNoReplace, leases),
        }.Open();

    /// <summary>Every file beneath the volume with its contents, the trash included.</summary>
    public SortedDictionary<string, string> Contents()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Root, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
            found[Path.GetRelativePath(Root, file)] = File.ReadAllText(file);
        return found;
    }

    public void Dispose()
    {
        TestLibc.RemoveTree(Encoding.UTF8.GetBytes(_base));
    }

    public static VolumePath At(string path) =>
        VolumePath.TryParse(path, out var parsed, out var problem) ? parsed : throw new ArgumentException(problem, nameof(path));
}
