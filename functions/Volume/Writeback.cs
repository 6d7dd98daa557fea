using System.Globalization;

namespace Longshore.Volumes;

/// <summary>
/// How long a page that a memory mapping has dirtied may stay dirty. Stores into it move neither mtime nor ctime until it is
/// written back. Source: the kernel's <c>Documentation/admin-guide/sysctl/vm.rst</c>.
/// </summary>
public static class Writeback
{
    /// <summary>
    /// <c>vm.dirty_expire_centisecs</c> and <c>vm.dirty_writeback_centisecs</c> together; 35 s, the kernel's default, where they
    /// cannot be read.
    /// </summary>
    public static TimeSpan Time { get; } = Of("dirty_expire_centisecs", 30) + Of("dirty_writeback_centisecs", 5);

    private static TimeSpan Of(string name, int seconds)
    {
        try
        {
            var text = File.ReadAllText($"/proc/sys/vm/{name}");
            return long.TryParse(text, CultureInfo.InvariantCulture, out var hundredths) && hundredths is >= 0 and < int.MaxValue
                ? TimeSpan.FromMilliseconds(hundredths * 10)
                : TimeSpan.FromSeconds(seconds);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TimeSpan.FromSeconds(seconds);
        }
    }
}
