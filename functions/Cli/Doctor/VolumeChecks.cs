using Longshore.Cli.Ship;
using Longshore.Core;

namespace Longshore.Cli.Doctor;

/// <summary>Checks mount, sentinel, permission and filesystem; writes nothing.</summary>
internal sealed class VolumeChecks(Volume volume, IOptions<VolumeOptions> options)
{
    /// <param name="isNamed">Whether the directory is named: if not, it may be absent.</param>
    public IEnumerable<DoctorCheck> Run(bool isNamed)
    {
        try
        {
            using var root = volume.Open();
            ShipGuard.CheckReadable(options.Value.Root);
            return [Mounted(root.Space()), Writable(root), Filesystem(root.Traits())];
        }
        catch (UsageException error)
        {
            return [DoctorCheck.Failed("volume", error.Message)];
        }
        catch (VolumeUnavailableException error)
        {
            return isNamed || Directory.Exists(options.Value.Root)
                ? [DoctorCheck.Failed("volume", error.Message)]
                : [DoctorCheck.Warning(
                    "volume", $"Not checked: {options.Value.Root} does not exist. Name the directory, or set Volume__Root.")];
        }
    }

    private DoctorCheck Mounted(VolumeSpace space)
    {
        var room = $"{Units.Bytes(space.Free)} free of {Units.Bytes(space.Total)}";
        return string.IsNullOrEmpty(options.Value.Sentinel)
            ? DoctorCheck.Ok(
                "volume", $"{options.Value.Root} is there, {room}; Volume__Sentinel could name a file that proves the mount.")
            : DoctorCheck.Ok("volume", $"{options.Value.Root} is there with its sentinel '{options.Value.Sentinel}', {room}.");
    }

    private static DoctorCheck Writable(VolumeRoot root) => root.IsReadOnly
        ? DoctorCheck.Warning("writable",
            "The volume is mounted read-only. Only cleanup needs more: mount it writable, or ship with --keep.")
        : root.Traits().NotWritable is { } why
        ? DoctorCheck.Warning("writable",
            $"The root may not be written to: {why}. Only cleanup needs that: run it as the owner, or ship with --keep.")
        : DoctorCheck.Ok("writable", "The root may be written to, as cleanup needs.");

    private static DoctorCheck Filesystem(VolumeTraits traits) => traits switch
    {
        { KnowsItsWriters: false } => DoctorCheck.Ok("filesystem",
            "It gives no lease that tells of every writer (NFS, FUSE): each file is read once more before it is deleted."),
        { OpensBeneath: false } =>
            DoctorCheck.Ok("filesystem", "It gives leases. The kernel lacks openat2, so that paths are walked part by part."),
        _ => DoctorCheck.Ok(
            "filesystem", "It gives leases that tell of every writer, and paths are resolved beneath the root in one step."),
    };
}
