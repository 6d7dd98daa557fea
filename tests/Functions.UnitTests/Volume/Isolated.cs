using System.Runtime.ExceptionServices;

namespace Longshore.UnitTests.Volumes;

/// <summary>
/// Runs a part of a test on a thread of its own, of which the kernel thinks differently; the thread ends with it.
/// </summary>
internal static class Isolated
{
    private const uint Nobody = 65534;
    private const int NewMountNamespace = 0x20000;
    private const ulong MountPrivate = (1 << 18) | (1 << 14);

    /// <summary>As an unprivileged user, also where the tests run as root.</summary>
    public static void AsNobody(Action act)
    {
        OnThread(() =>
        {
            if (TestLibc.IsRoot)
                TestLibc.BecomeOnThisThread(Nobody);
            act();
        });
    }

    /// <summary>
    /// With a fresh tmpfs on a directory that only this thread sees. Skips the test if that may not be mounted.
    /// </summary>
    /// <param name="target">Where to mount it.</param>
    /// <param name="options">As for mount(8), such as <c>size=64k</c>.</param>
    /// <param name="prepare">Runs once it is mounted.</param>
    /// <param name="readOnly">Remounted read-only after that.</param>
    /// <param name="act">Runs at the end.</param>
    public static void OnTmpfs(string target, string options, Action prepare, bool readOnly, Action act)
    {
        var mounted = false;
        OnThread(() =>
        {
            if (TestLibc.Unshare(NewMountNamespace) != 0
                || TestLibc.Mount("none", "/", null, MountPrivate, null) != 0
                || TestLibc.Mount("tmpfs", target, "tmpfs", 0, options) != 0)
                return;
            prepare();
            if (readOnly)
                TestLibc.Ok(TestLibc.Mount("tmpfs", target, "tmpfs", 1 | 32 /* MS_RDONLY | MS_REMOUNT */, options));
            mounted = true;
            act();
        });
        Assert.SkipUnless(mounted,
            "this user may not mount filesystems in a namespace: run as root, or allow unprivileged user namespaces");
    }

    /// <summary>
    /// With a device mounted on a directory that only this thread sees; <paramref name="act"/> runs as an unprivileged user.
    /// </summary>
    public static void OnMount(string device, string target, string kind, Action prepare, Action act)
    {
        var mounted = false;
        OnThread(() =>
        {
            if (TestLibc.Unshare(NewMountNamespace) != 0
                || TestLibc.Mount("none", "/", null, MountPrivate, null) != 0
                || TestLibc.Mount(device, target, kind, 0, null) != 0)
                return;
            mounted = true;
            prepare();
            TestLibc.BecomeOnThisThread(Nobody);
            act();
        });
        Assert.SkipUnless(mounted,
            "this user may not mount filesystems in a namespace: run as root, or allow unprivileged user namespaces");
    }

    private static void OnThread(Action act)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                act();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
