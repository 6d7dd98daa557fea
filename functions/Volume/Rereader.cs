using System.Diagnostics;

namespace Longshore.Volumes;

/// <summary>
/// Reads files again before they are unlinked, and measures with the large ones how fast this is. Safe for several threads.
/// </summary>
internal sealed class Rereader
{
    /// <summary>The bytes of a large file. A smaller one takes longer to open than to read.</summary>
    private const long Large = 8 << 20;

    /// <summary>Bytes a second: those of a slow disk until a large file was read.</summary>
    private double _perSecond = 100e6;

    public bool HasTime(long size, TimeSpan limit) => size < Large || size / Volatile.Read(ref _perSecond) <= limit.TotalSeconds;

    /// <summary>Compares a file's bytes with a checksum.</summary>
    /// <param name="proof">A checksum that fits the file's size.</param>
    /// <param name="undisturbed">Called before each mebibyte: whether no writer has come.</param>
    /// <returns>Null if they are the same; else one of <see cref="Reasons"/>.</returns>
    public string? Compare(VolumeFile file, ContentProof proof, Func<bool> undisturbed)
    {
        var started = Stopwatch.GetTimestamp();
        var read = 0L;
        string? ended = null;
        void Check()
        {
            ended = proof.Stop.IsCancellationRequested ? Reasons.OutOfTime
                : Stopwatch.GetElapsedTime(started) > proof.Limit ? Reasons.TooLargeToReread
                : !undisturbed() ? Reasons.OpenForWriting
                : null;
            if (ended is not null)
                throw new OperationCanceledException();
            read += FileHashes.ReadBytes;
        }

        try
        {
            var checksum = FileHashes.PartsOf(proof.Checksum!) is null
                ? FileHashes.Whole(file, CancellationToken.None, Check)
                : FileHashes.Composite(file, proof.PartBytes!.Value, CancellationToken.None, Check);
            return checksum == proof.Checksum ? null : Reasons.BytesDiffer;
        }
        catch (OperationCanceledException)
        {
            return ended;
        }
        catch (VolumeFileException e)
        {
            return e.Reason;
        }
        finally
        {
            if (read >= Large)
                Volatile.Write(ref _perSecond,
                    Math.Max(1, Math.Min(read, file.Stat.Fingerprint.Size) / Stopwatch.GetElapsedTime(started).TotalSeconds));
        }
    }
}
