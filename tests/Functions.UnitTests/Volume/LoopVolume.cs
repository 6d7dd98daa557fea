using System.Diagnostics;

namespace Longshore.UnitTests.Volumes;

/// <summary>A filesystem of its own in a file, seen by one thread only.</summary>
internal static class LoopVolume
{
    /// <summary>
    /// Makes one, mounts it and runs a part of a test as an ordinary user whose files and folders it holds. Skips where that
    /// cannot be done.
    /// </summary>
    /// <param name="target">Where to mount it.</param>
    /// <param name="kind"><c>ext4</c> or <c>xfs</c>.</param>
    /// <param name="megabytes">Its size.</param>
    /// <param name="options">For <c>mkfs</c>.</param>
    /// <param name="prepare">As root, once it is mounted.</param>
    /// <param name="act">As the ordinary user.</param>
    public static void With(string target, string kind, int megabytes, string[] options, Action prepare, Action act)
    {
        Assert.SkipUnless(TestLibc.IsRoot, "a filesystem in a file is needed, which only root may mount");
        Assert.SkipUnless(Run("sh", ["-c", $"PATH=$PATH:/sbin:/usr/sbin; command -v mkfs.{kind} losetup"], out _),
            $"a filesystem in a file is needed: install mkfs.{kind} and losetup (Debian: "
            + $"{(kind == "xfs" ? "xfsprogs" : "e2fsprogs")}, mount)");
        var image = Path.GetTempFileName();
        string? device = null;
        try
        {
            using (var file = File.OpenWrite(image))
                file.SetLength((long)megabytes << 20);
            Assert.SkipUnless(Run("sh",
                ["-c", $"PATH=$PATH:/sbin:/usr/sbin; mkfs.{kind} -q {string.Join(' ', options)} '{image}'"], out var problem),
                $"a filesystem in a file is needed, and mkfs.{kind} fails: {problem}");
            Assert.SkipUnless(Run("sh", ["-c", $"PATH=$PATH:/sbin:/usr/sbin; losetup --find --show '{image}'"], out device),
                "a filesystem in a file is needed, and this machine has no loop devices");
            device = device.Trim();
            Isolated.OnMount(device, target, kind, () =>
            {
                TestLibc.ChangeMode(target, 0x1FF);
                prepare();
            }, act);
        }
        finally
        {
            if (!string.IsNullOrWhiteSpace(device))
                Run("sh", ["-c", $"PATH=$PATH:/sbin:/usr/sbin; losetup --detach '{device.Trim()}'"], out _);
            File.Delete(image);
        }
    }

    private static bool Run(string program, string[] arguments, out string output)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            output = errors;
        return process.ExitCode == 0;
    }
}
