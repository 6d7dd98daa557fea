using System.Diagnostics;

namespace Longshore.IntegrationTests.Ship;

/// <summary>
/// A folder from which nobody may take anything away, root included: <c>chattr +i</c>, where filesystem and rights allow it.
/// </summary>
internal sealed class ImmutableFolder : IAsyncDisposable
{
    private readonly string _folder;

    private ImmutableFolder(string folder) => _folder = folder;

    public static async Task<ImmutableFolder?> TryMakeAsync(string folder) =>
        await ChangeAsync("+i", folder) ? new ImmutableFolder(folder) : null;

    public async ValueTask DisposeAsync() => await ChangeAsync("-i", _folder);

    private static async Task<bool> ChangeAsync(string mode, string folder)
    {
        try
        {
            using var chattr = Process.Start(new ProcessStartInfo("chattr", [mode, folder]) { RedirectStandardError = true })!;
            await chattr.WaitForExitAsync(CancellationToken.None);
            return chattr.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
