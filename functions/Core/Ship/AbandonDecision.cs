using Longshore.Store.Uploads;

namespace Longshore.Core.Ship;

/// <summary>Decides whether a multipart upload that was left behind is aborted.</summary>
internal static class AbandonDecision
{
    /// <summary>
    /// Decides by the note, the file and the youngest of note and parts. The first row that holds decides.
    /// <code>
    /// volume in the note | note and parts         | file                | abort
    /// another, or none   | any                    | any                 | no: this process cannot look at its file
    /// this one           | another file's key     | any                 | no: another cluster ships there
    /// this one           | one above the limit    | any                 | no: a process may be at work on it
    /// this one           | all below the limit    | same fingerprint    | no: the next attempt continues the upload
    /// this one           | all below the limit    | missing, no file    | yes
    /// this one           | all below the limit    | another fingerprint | yes: the upload has older bytes
    /// </code>
    /// If the note, the parts or the file cannot be read, this is not called and the upload is left alone.
    /// </summary>
    /// <param name="youngest">When the note or the newest part was put, whichever is later.</param>
    /// <param name="limit"><see cref="HourlyLook.Limit"/>: a process at work has put a part since.</param>
    /// <param name="isItsKey">Whether this process would ship the note's path under the note's key.</param>
    public static bool Decide(
        UploadState note, string volume, bool isItsKey, DateTimeOffset youngest, DateTimeOffset limit, FileStat file) =>
        note.Volume == volume && note.Path is not null && isItsKey && youngest < limit
        && (file.Kind != FileKind.Regular || file.Fingerprint != note.Fingerprint);

    /// <summary>
    /// Decides for a sync that has opened a file, and found a note of its key that it cannot continue.
    /// <code>
    /// volume in the note | note and parts      | abort
    /// this one, or none  | any                 | yes: the file has changed, or the upload is gone
    /// another            | one above the limit | no: a process may be at work on it, and would abort this one's in turn
    /// another            | all below the limit | yes: that process is dead
    /// </code>
    /// </summary>
    public static bool DecideForItsKey(UploadState note, string volume, DateTimeOffset youngest, DateTimeOffset limit) =>
        note.Volume is null || note.Volume == volume || youngest < limit;

    /// <summary>When the note or the newest part was put, whichever is later. One without a time may be new.</summary>
    /// <param name="parts">Null if the upload is gone.</param>
    public static DateTimeOffset Youngest(DateTimeOffset? noted, IReadOnlyDictionary<int, UploadedPart>? parts) =>
        (parts?.Values ?? []).Select(static part => part.Written).Append(noted)
        .Max(static time => time ?? DateTimeOffset.MaxValue);
}
