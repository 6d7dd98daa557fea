namespace Longshore.FaultTests.Stage;

/// <summary>Folders whose permissions a fault may have taken away, with names that are no text.</summary>
internal static class Folders
{
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

    /// <summary>Gives their owner back what was taken from folders and files.</summary>
    public static void Permit(string folder)
    {
        const UnixFileMode All = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.SetUnixFileMode(folder, All);
        foreach (var child in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(child => child.LinkTarget is null))
        {
            if (child is DirectoryInfo)
                Permit(child.FullName);
            else if (child.Exists && child.UnixFileMode == UnixFileMode.None)
                File.SetUnixFileMode(child.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
