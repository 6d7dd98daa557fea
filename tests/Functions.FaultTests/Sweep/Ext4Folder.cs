using Longshore.FaultTests.Stage;
using Longshore.Stage;

namespace Longshore.FaultTests.Sweep;

/// <summary>
/// A folder on ext4: the one for temporary files if it lies there, else a filesystem in a file, where that may be mounted.
/// </summary>
internal sealed class Ext4Folder : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _mounted;

    private Ext4Folder(string folder, bool mounted, string kind)
    {
        (_folder, _mounted, Kind) = (folder, mounted, kind);
        Path = mounted ? System.IO.Path.Combine(folder, "mount") : folder;
    }

    public string Path { get; }

    /// <summary>What it lies on.</summary>
    public string Kind { get; }

    public static Ext4Folder Make()
    {
        var folder = Folders.Make(inMemory: false);
        // Other users work in it, too.
        SweepTools.Run("chmod", "755", folder);
        var kind = SweepTools.Run("stat", "-f", "-c", "%T", folder).Text.Trim();
        if (kind is "ext2/ext3")
            return new(folder, mounted: false, "ext4");
        var image = System.IO.Path.Combine(folder, "image");
        var mount = Directory.CreateDirectory(System.IO.Path.Combine(folder, "mount")).FullName;
        var script = $"truncate -s 512M {image} && mkfs.ext4 -q -F {image} && mount -o loop {image} {mount}";
        return SweepTools.Run("sh", "-c", script).Status == 0
            ? new(folder, mounted: true, "ext4, loop-mounted") : new(folder, mounted: false, kind);
    }

    public ValueTask DisposeAsync()
    {
        if (_mounted)
            SweepTools.Run("umount", Path);
        Folders.Delete(_folder);
        return ValueTask.CompletedTask;
    }
}
