using System.Text;

namespace Longshore.IntegrationTests.Fuse;

/// <summary>
/// A file or folder of a <see cref="FuseVolume"/>: it answers what the test says, true or not. Errors are errno, 0 for none.
/// </summary>
internal sealed class FuseNode
{
    private const uint RegularFile = 0x8000 | 0x1A4; // rw-r--r--
    private const uint Folder = 0x4000 | 0x1ED; // rwxr-xr-x

    private FuseNode(byte[] name, uint mode) => (Name, Mode) = (name, mode);

    public byte[] Name { get; }

    public uint Mode { get; set; }

    public byte[] Content { get; init; } = [];

    /// <summary>The size that it tells; that of its content unless it is set.</summary>
    public ulong? Size { get; set; }

    /// <summary>Of mtime and ctime.</summary>
    public long Seconds { get; set; } = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 600;

    public uint Nanoseconds { get; set; }

    /// <summary>The inode number that it tells; its own unless it is set.</summary>
    public Func<ulong>? Inode { get; set; }

    /// <summary>In place of its state.</summary>
    public int LookError { get; set; }

    /// <summary>When it is opened, as a file or to be listed.</summary>
    public int OpenError { get; set; }

    /// <summary>At the end of its entries, or when its content is read.</summary>
    public int ReadError { get; set; }

    /// <summary>So many times its errors are told; then it is as if there were none.</summary>
    public int ErrorsLeft { get; set; } = int.MaxValue;

    /// <summary>In its folder's listing it has no type, as on filesystems that tell none.</summary>
    public bool HidesType { get; set; }

    public List<FuseNode> Children { get; } = [];

    public bool IsFolder => (Mode & 0xF000) == 0x4000;

    public static FuseNode FileOf(string name, string content = "content") =>
        new(Encoding.UTF8.GetBytes(name), RegularFile) { Content = Encoding.UTF8.GetBytes(content) };

    public static FuseNode FolderOf(string name, params FuseNode[] children)
    {
        var folder = new FuseNode(Encoding.UTF8.GetBytes(name), Folder);
        folder.Children.AddRange(children);
        return folder;
    }

    /// <summary>The error to tell now, of those that it has.</summary>
    public int Told(int error) => error == 0 || ErrorsLeft <= 0 ? 0 : Tell(error);

    private int Tell(int error)
    {
        ErrorsLeft--;
        return error;
    }
}
