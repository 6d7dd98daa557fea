using System.Diagnostics;

namespace Longshore.Volumes;

/// <summary>
/// Reads files once more before they are unlinked, and knows from the large ones how fast that goes. Safe for several threads.
/// </summary>
internal sealed class Rereader
{
    /// <summary>Bytes a second until a large file has been read: a slow disk.</summary>
    private const double Assumed = 100e6;

    /// <summary>In a smaller file opening takes longer than reading.</summary>
    private const long Telling = 8 << 20;

    private double _perSecond = Assumed;

    public bool HasTime(long size, TimeSpan limit) =>
        size < Telling || size / Volatile.Read(ref _perSecond) <= limit.TotalSeconds;

    /// <summary>Compares a file's bytes with a checksum.</summary>
    /// <param name="file">Open for reading.</param>
    /// <param name="proof">Its checksum fits the file's size.</param>
    /// <param name="undisturbed">Asked before each mebibyte: whether no writer has come.</param>
    /// <returns>Null if they are the same, else one of <see cref="Reasons"/>.</returns>
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
            var ours = FileHashes.PartsOf(proof.Checksum!) is null
                ? FileHashes.Whole(file, CancellationToken.None, Check)
                : FileHashes.Composite(file, proof.PartBytes!.Value, CancellationToken.None, Check);
            return ours == proof.Checksum ? null : Reasons.BytesDiffer;
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
            if (read >= Telling)
                Volatile.Write(ref _perSecond,
                    Math.Max(1, Math.Min(read, file.Stat.Fingerprint.Size) / Stopwatch.GetElapsedTime(started).TotalSeconds));
        }
    }
}
