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
}
