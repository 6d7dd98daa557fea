namespace Longshore.Core.Ship;

/// <summary>Whether a multipart upload that was left is aborted.</summary>
internal static class AbandonDecision
{
    /// <summary>
    /// Decides by note, file and the youngest of the note and the parts. The first row that holds decides.
    /// <code>
    /// volume in the note | note and parts         | file                | abort
    /// another, or none   | any                    | any                 | no: its file is not ours to look for
    /// this one           | a key not of our prefix | any                | no: another cluster ships there
    /// this one           | one above the limit    | any                 | no: somebody is at work on it
    /// this one           | all below the limit    | same fingerprint    | no: the next scan ships it and goes on with the upload
    /// this one           | all below the limit    | missing, no file    | yes
    /// this one           | all below the limit    | another fingerprint | yes: its bytes are not the upload's any more
    /// </code>
    /// What cannot be looked at never reaches this table: unknown means leave.
    /// </summary>
    /// <param name="youngest">When the note or the last part was put.</param>
    /// <param name="limit">
    /// Twice the deadline ago and what clocks may differ by: who puts a part in each request is never older.
    /// </param>
    /// <param name="oursToShip">Whether this process would ship the note's path under the note's key.</param>
    public static bool Decide(
        UploadState note, string volume, bool oursToShip, DateTimeOffset youngest, DateTimeOffset limit, FileStat file) =>
        note.Volume == volume && note.Path is not null && oursToShip && youngest < limit
        && (file.Kind != FileKind.Regular || file.Fingerprint != note.Fingerprint);
}
