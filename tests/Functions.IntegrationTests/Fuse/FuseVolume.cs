using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Longshore.IntegrationTests.Fuse;

/// <summary>
/// A filesystem that may not be written to, served by this process: the kernel's FUSE protocol 7.31 as far as listing and reading
/// need it. Nothing is cached, so that every look asks. Source: <c>linux/fuse.h</c>.
/// </summary>
internal sealed partial class FuseVolume : IDisposable
{
    private const int Nothing = 2; // ENOENT
    private const int NoSuchCall = 38; // ENOSYS
    private const int HeaderBytes = 16;
    private const int RequestHeaderBytes = 40;
    private const int AttributeBytes = 88;

    private readonly List<FuseNode> _nodes = [];
    private readonly Dictionary<FuseNode, ulong> _ids = [];
    private readonly SafeFileHandle _device;
    private readonly Thread _server;

    private FuseVolume(SafeFileHandle device, string directory, FuseNode root)
    {
        (_device, Directory) = (device, directory);
        Add(root);
        _server = new Thread(Serve) { IsBackground = true, Name = "fuse" };
        _server.Start();
    }

    public string Directory { get; }

    /// <summary>Mounts it, or skips the test where this user may not.</summary>
    public static FuseVolume Mount(params FuseNode[] entries)
    {
        SafeFileHandle device;
        try
        {
            device = File.OpenHandle("/dev/fuse", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"a network filesystem was not imitated: /dev/fuse cannot be opened ({e.Message})");
            throw;
        }

        var directory = System.IO.Directory.CreateTempSubdirectory("longshore-fuse-").FullName;
        if (Mount("longshore-test", directory, "fuse", 1 | 2 | 4 /* MS_RDONLY | MS_NOSUID | MS_NODEV */,
            $"fd={device.DangerousGetHandle()},rootmode=40000,user_id=0,group_id=0,allow_other") != 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            device.Dispose();
            System.IO.Directory.Delete(directory);
            Assert.Skip($"a network filesystem was not imitated: this user may not mount FUSE (errno {errno}); run as root");
        }

        return new FuseVolume(device, directory, FuseNode.FolderOf("", entries));
    }

    public void Dispose()
    {
        Unmount(Directory, 2 /* MNT_DETACH */);
        _server.Join(TimeSpan.FromSeconds(5));
        System.IO.Directory.Delete(Directory);
    }

    private void Add(FuseNode node)
    {
        _nodes.Add(node);
        _ids[node] = (ulong)_nodes.Count;
        node.Children.ForEach(Add);
    }

    /// <summary>Closes the device itself: were it closed from outside between two requests, the next read would throw.</summary>
    private void Serve()
    {
        using var device = _device;
        var request = new byte[1 << 20];
        while (true)
        {
            var read = Read(device, request, (nuint)request.Length);
            if (read < 0)
            {
                // ENOENT: a request was taken back. EINTR. Else it is unmounted.
                if (Marshal.GetLastPInvokeError() is 2 or 4)
                    continue;
                return;
            }

            if (Answer(request.AsSpan(0, (int)read)) is not { } answer)
                continue;
            BinaryPrimitives.WriteInt32LittleEndian(answer, answer.Length);
            request.AsSpan(8, 8).CopyTo(answer.AsSpan(8));
            _ = Write(device, answer, (nuint)answer.Length);
        }
    }

    /// <returns>Null where the kernel waits for none.</returns>
    private byte[]? Answer(ReadOnlySpan<byte> request)
    {
        var node = BinaryPrimitives.ReadUInt64LittleEndian(request[16..]) is > 0 and var id && id <= (ulong)_nodes.Count
            ? _nodes[(int)id - 1] : _nodes[0];
        var body = request[RequestHeaderBytes..];
        switch (BinaryPrimitives.ReadUInt32LittleEndian(request[4..]))
        {
            case 1:
                return Lookup(node, body[..^1].ToArray());
            case 2 or 42 or 36:
                return null; // FORGET, BATCH_FORGET, INTERRUPT
            case 3:
                return node.Told(node.LookError) is not 0 and var lookError
                    ? Failed(lookError) : Attributes(node, new byte[HeaderBytes + 16 + AttributeBytes], HeaderBytes + 16);
            case 14 or 27:
                return node.Told(node.OpenError) is not 0 and var openError ? Failed(openError) : new byte[HeaderBytes + 16];
            case 15:
                return node.Told(node.ReadError) is not 0 and var readError ? Failed(readError) : Content(node, body);
            case 28:
                return List(node, body);
            case 17:
                return new byte[HeaderBytes + 80]; // STATFS
            case 18 or 25 or 29 or 34 or 38:
                return new byte[HeaderBytes]; // RELEASE, FLUSH, RELEASEDIR, ACCESS, DESTROY
            case 26:
                return Hello();
            default:
                return Failed(NoSuchCall);
        }
    }

    private static byte[] Hello()
    {
        var answer = new byte[HeaderBytes + 64];
        Put(answer, HeaderBytes, 7);
        Put(answer, HeaderBytes + 4, 31);
        Put(answer, HeaderBytes + 8, 1 << 17);
        Put(answer, HeaderBytes + 20, 1 << 17);
        return answer;
    }

    private byte[] Lookup(FuseNode folder, byte[] name)
    {
        var found = folder.Children.Find(child => child.Name.AsSpan().SequenceEqual(name));
        if (found is null || found.Told(found.LookError) is not 0 and var error && error != 0)
            return Failed(found is null ? Nothing : found.LookError);
        var answer = new byte[HeaderBytes + 40 + AttributeBytes];
        Put(answer, HeaderBytes, _ids[found]);
        return Attributes(found, answer, HeaderBytes + 40);
    }

    private byte[] Attributes(FuseNode node, byte[] answer, int at)
    {
        var size = node.Size ?? (ulong)node.Content.Length;
        Put(answer, at, node.Inode?.Invoke() ?? _ids[node]);
        Put(answer, at + 8, size);
        Put(answer, at + 16, size / 512);
        for (var time = 0; time < 3; time++)
        {
            Put(answer, at + 24 + (8 * time), (ulong)node.Seconds);
            Put(answer, at + 48 + (4 * time), node.Nanoseconds);
        }

        Put(answer, at + 60, node.Mode);
        Put(answer, at + 64, 1);
        Put(answer, at + 80, 4096);
        return answer;
    }

    private static byte[] Content(FuseNode node, ReadOnlySpan<byte> body)
    {
        var offset = (int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(body[8..]), (ulong)node.Content.Length);
        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(body[16..]), (uint)(node.Content.Length - offset));
        return [.. new byte[HeaderBytes], .. node.Content.AsSpan(offset, length)];
    }

    /// <summary>One entry at a time, so that an error can come in the middle.</summary>
    private byte[] List(FuseNode folder, ReadOnlySpan<byte> body)
    {
        var at = (int)BinaryPrimitives.ReadUInt64LittleEndian(body[8..]);
        if (at == folder.Children.Count)
            return Failed(folder.Told(folder.ReadError));
        var child = folder.Children[at];
        var answer = new byte[HeaderBytes + ((24 + child.Name.Length + 7) & ~7)];
        Put(answer, HeaderBytes, _ids[child]);
        Put(answer, HeaderBytes + 8, (ulong)at + 1);
        Put(answer, HeaderBytes + 16, (uint)child.Name.Length);
        Put(answer, HeaderBytes + 20, child.HidesType ? 0 : (child.Mode & 0xF000) >> 12);
        child.Name.CopyTo(answer, HeaderBytes + 24);
        return answer;
    }

    private static byte[] Failed(int errno)
    {
        var answer = new byte[HeaderBytes];
        Put(answer, 4, (uint)-errno);
        return answer;
    }

    private static void Put(byte[] answer, int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(at), value);

    private static void Put(byte[] answer, int at, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(answer.AsSpan(at), value);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, nuint flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, byte[] buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, byte[] buffer, nuint size);
}
