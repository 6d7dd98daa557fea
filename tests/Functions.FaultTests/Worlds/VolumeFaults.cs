using Longshore.FaultTests.Stage;
using Longshore.Stage;

namespace Longshore.FaultTests.Worlds;

/// <summary>Takes permissions, the trash or the whole volume away for a while, and gives them back.</summary>
internal sealed class VolumeFaults(World world, string volume, Lock mounted)
{
    private const int FromTheStart = 30;
    private readonly Stack<Action> _undo = new();

    public List<VolumeFaultKind> Struck { get; } = [];

    /// <summary>Those that are in force before anything runs, so that files are old under them.</summary>
    public void Begin()
    {
        foreach (var fault in world.VolumeFaults.Where(fault => fault.After < FromTheStart
            && fault.Kind != VolumeFaultKind.NotMounted))
            Strike(fault);
    }

    public async Task RunAsync()
    {
        foreach (var fault in world.VolumeFaults.Where(fault => fault.After >= FromTheStart
            || fault.Kind == VolumeFaultKind.NotMounted).OrderBy(fault => fault.After))
        {
            await Task.Delay(fault.After);
            if (fault.Kind == VolumeFaultKind.NotMounted)
                await Task.Run(() => TakeAway(fault));
            else
                Strike(fault);
        }
    }

    /// <summary>Ends every fault. Called once more when nothing works any more, for what moved meanwhile.</summary>
    public void Lift()
    {
        while (_undo.TryPop(out var undo))
            undo();
        // What the writer or a function has moved meanwhile.
        Folders.Permit(volume);
    }

    private void Strike(VolumeFault fault)
    {
        try
        {
            // Not in the middle of an act: the writer must be able to undo what it does to others.
            lock (mounted)
                Begin(fault);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another fault is in the way, or the file is shipped and deleted by now.
            return;
        }
    }

    private void Begin(VolumeFault fault)
    {
        var file =
            Path.Combine(volume, FileNames.Of(world.Files[fault.File % world.Files.Length], fault.File % world.Files.Length));
        var folder = Path.GetDirectoryName(file)!;
        switch (fault.Kind)
        {
            case VolumeFaultKind.FileDenied:
                Permit(fault.Kind, file, UnixFileMode.None);
                break;
            case VolumeFaultKind.FolderDenied when folder != volume:
                Permit(fault.Kind, folder, UnixFileMode.None);
                break;
            case VolumeFaultKind.FolderReadOnly:
                Permit(fault.Kind, folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
                break;
            case VolumeFaultKind.RootReadOnly:
                Permit(fault.Kind, volume, UnixFileMode.UserRead | UnixFileMode.UserExecute);
                break;
            case VolumeFaultKind.TrashBlocked:
                BlockTrash();
                break;
        }
    }

    private void Permit(VolumeFaultKind kind, string path, UnixFileMode mode)
    {
        // A link in its place is left alone: .NET would follow it.
        if (!Unprivileged.Binds || new FileInfo(path).LinkTarget is not null)
            return;
        var before = File.GetUnixFileMode(path);
        File.SetUnixFileMode(path, mode);
        // Shipped and deleted by then, or moved: Lift finds it wherever it is.
        _undo.Push(() => Folders.Allow(path, before));
        Struck.Add(kind);
    }

    private void BlockTrash()
    {
        var trash = Path.Combine(volume, ".longshore", "trash");
        if (Directory.Exists(trash))
        {
            Permit(VolumeFaultKind.TrashBlocked, trash, UnixFileMode.None);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(trash)!);
        File.WriteAllText(trash, "in the way");
        Struck.Add(VolumeFaultKind.TrashBlocked);
        _undo.Push(() => File.Delete(trash));
    }

    private void TakeAway(VolumeFault fault)
    {
        lock (mounted)
        {
            if (Posix.Rename(volume, volume + "-away") != 0)
                return;
            using var wait = new ManualResetEventSlim();
            wait.Wait(fault.For);
            if (Posix.Rename(volume + "-away", volume) is not 0 and var errno)
                throw new IOException($"The volume could not be mounted again (errno {errno}): something stands in its place.");
            Struck.Add(VolumeFaultKind.NotMounted);
        }
    }
}
