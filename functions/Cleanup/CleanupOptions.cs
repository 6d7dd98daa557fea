using Longshore.Settings;

namespace Longshore.Cleanup;

/// <summary>What is deleted and when: settings <c>Cleanup__*</c>.</summary>
internal sealed class CleanupOptions
{
    public const string Section = "Cleanup";

    /// <summary>Keep shipped files on the volume until they are this old, by mtime. Default PT0S: delete at once.</summary>
    [Lasting("PT0S", "P3650D")]
    public TimeSpan KeepFor { get; set; }

    /// <summary>Only report what would be deleted. Default false.</summary>
    public bool DryRun { get; set; }

    /// <summary>Remove directories that a deletion left empty, once they are older than <c>Schedule:MinAge</c>. Default false.</summary>
    public bool RemoveEmptyDirectories { get; set; }
}
