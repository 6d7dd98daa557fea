using System.Globalization;

namespace Longshore.Volumes;

/// <summary>
/// How long a page stays dirty after a store through a memory mapping. Until it is written back, more stores into it change
/// neither mtime nor ctime. Source: the kernel's <c>Documentation/admin-guide/sysctl/vm.rst</c>.
/// </summary>
public static class Writeback
{
    /// <summary>
    /// <c>vm.dirty_expire_centisecs</c> plus <c>vm.dirty_writeback_centisecs</c>; the kernel's default, 35 s, if they cannot be
    /// read.
    /// </summary>
    public static TimeSpan Time { get; } = Of("dirty_expire_centisecs", 30) + Of("dirty_writeback_centisecs", 5);

    private static TimeSpan Of(string name, int seconds)
    {
        try
        {
            var text = File.ReadAllText($"/proc/sys/vm/{name}");
            if (long.TryParse(text, CultureInfo.InvariantCulture, out var hundredths) && hundredths is >= 0 and < int.MaxValue)
                return TimeSpan.FromMilliseconds(hundredths * 10);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The default holds.
        }

        return TimeSpan.FromSeconds(seconds);
    }
}
