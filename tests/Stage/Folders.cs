namespace Longshore.Stage;

/// <summary>Folders whose permissions a fault may have taken away, with names that are no text.</summary>
internal static class Folders
{
    private const string Memory = "/dev/shm";
    private const long Room = 64 << 20;

    private static bool HasMemory { get; } = OperatingSystem.IsLinux() && Directory.Exists(Memory)
        && new DriveInfo(Memory) is { DriveFormat: "tmpfs", AvailableFreeSpace: >= Room };

    /// <summary>A new one: in memory if asked and possible.</summary>
    public static string Make(bool inMemory) => inMemory && HasMemory
        ? Directory.CreateDirectory(Path.Combine(Memory, $"longshore-faults-{Path.GetRandomFileName()}")).FullName
        : Directory.CreateTempSubdirectory("longshore-faults-").FullName;

    /// <summary>Everything in it, whatever its permissions and names.</summary>
    public static void Delete(string folder)
    {
        Permit(folder);
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A name that is no UTF-8 has no string: rm takes bytes.
            using var remove = System.Diagnostics.Process.Start("rm", ["-rf", "--", folder]);
            remove.WaitForExit();
        }
    }

    /// <summary>
    /// Gives their owner back what was taken from folders and files. Functions may be at work: what vanishes or moves meanwhile
    /// is passed by, so whoever needs all of it asks again once they are quiet.
    /// </summary>
    public static void Permit(string folder)
    {
        const UnixFileMode All = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!Allow(folder, All))
            return;
        foreach (var child in Children(folder))
        {
            if (child is DirectoryInfo)
                Permit(child.FullName);
            else if (child.Exists && child.UnixFileMode == UnixFileMode.None)
                Allow(child.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>What is in a folder and no link; nothing if the folder is gone.</summary>
    public static IReadOnlyList<FileSystemInfo> Children(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(child => child.LinkTarget is null)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <returns>False if it is gone.</returns>
    public static bool Allow(string path, UnixFileMode mode)
    {
        try
        {
            File.SetUnixFileMode(path, mode);
            return true;
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            return false;
        }
    }
}
