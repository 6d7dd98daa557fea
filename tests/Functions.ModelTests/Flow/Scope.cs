using Longshore.Core.Ship;
using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>What is explored.</summary>
/// <param name="Leases">Whether the filesystem grants leases; if not, bytes are read again.</param>
/// <param name="Volumes">1, or 2 with one file each, of the same path, so that they share their key.</param>
/// <param name="Syncs">How many may work at a time.</param>
/// <param name="Cleanups">How many may work at a time. With 0 files are shipped and stay.</param>
/// <param name="Large">Whether files are shipped in parts.</param>
/// <param name="SharedName">Whether both volumes have one name, in two clusters.</param>
internal sealed record Scope(
    string Name, Budget Budget, bool Leases = true, int Files = 2, int Volumes = 1, int Syncs = 1, int Cleanups = 1,
    ConflictPolicy Conflict = ConflictPolicy.KeepBoth, bool Large = false, bool SharedName = false)
{
    /// <summary>The first of the names for files that are put back where their own is taken.</summary>
    public const int FirstSpare = 2;

    public const int Names = FirstSpare + 3;

    public int VolumeOf(int name) => Volumes == 1 ? 0 : name % Volumes;

    /// <summary>The name whose path is the key.</summary>
    public int KeyOf(int name) => Volumes == 1 || name >= FirstSpare ? name : 0;

    /// <summary>Where a volume has the file that stands under a name of another: a path means the same on each.</summary>
    public int NameOn(int volume, int name) => Volumes == 1 || name >= FirstSpare ? name : volume;

    /// <summary>The number of the volume's name.</summary>
    public int VolumeName(int volume) => SharedName ? 0 : volume;

    /// <summary>Names the volume in a story, if there are several.</summary>
    public string On(int volume) => Volumes == 1 ? "" : $" of volume {volume + 1}";

    public World Start() => new()
    {
        Names = [.. Enumerable.Range(0, Scope.Names)
            .Select(name => name < Files ? new Node(true, name + 1, 0, 0, name + 1) : null)],
        MustKeep = [.. Enumerable.Range(1, Files)],
        Budget = Budget,
        Clock = World.Wait,
        Made = Files,
    };
}
