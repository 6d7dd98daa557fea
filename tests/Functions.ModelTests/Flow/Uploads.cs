using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>A multipart upload that S3 keeps open.</summary>
/// <param name="Parts">The content of which each part is a piece; 0 if S3 has no such part.</param>
/// <param name="At">When its latest part was put.</param>
/// <param name="IsNoted">
/// Whether a note has named it. If its sync dies before that, only the bucket's lifecycle rule ends it.
/// </param>
internal sealed record Upload(int Id, Key Key, ValueList<int> Parts, int At, bool IsNoted = false)
{
    /// <summary>Two show what several may do.</summary>
    public const int PartsOfFile = 2;

    public static ValueList<int> NoParts { get; } = [0, 0];
}

/// <summary>The note of an upload. There is one for each key.</summary>
/// <param name="Volume">The volume that it names.</param>
/// <param name="Name">Where the file stands.</param>
/// <param name="Seen">The file as it was when it was opened.</param>
/// <param name="At">When it was put.</param>
internal sealed record Note(Key Key, int Upload, int Volume, int Name, Node Seen, int At)
{
    public bool IsOf(Node? file) => file is { IsRegular: true } && Product.Print(file) == Product.Print(Seen);
}

/// <summary>What a sync does after it has ended an upload.</summary>
internal enum AfterUpload
{
    BeginAnother = 0,
    Defer,
    Compare,
    Settle,
}

/// <summary>The upload that a sync works on.</summary>
/// <param name="Held">The parts that S3 had before, as they were listed.</param>
/// <param name="Sent">The parts so far, sent or found.</param>
internal sealed record Sending(int Upload, ValueList<int> Held, ValueList<int> Sent, AfterUpload After = default);

/// <summary>A look for abandoned uploads, between the look at a note and what follows.</summary>
/// <param name="Volume">The volume on which it looks for the file.</param>
/// <param name="IsAborted">Whether the upload is aborted, and only the note is left.</param>
internal sealed record AbandonLook(Note Note, int Volume, bool IsAborted = false);

internal static class UploadStore
{
    public static Upload? Upload(this World world, int id)
    {
        foreach (var upload in world.Uploads)
        {
            if (upload.Id == id)
                return upload;
        }

        return null;
    }

    public static Note? Note(this World world, Key key)
    {
        foreach (var note in world.Notes)
        {
            if (note.Key == key)
                return note;
        }

        return null;
    }

    /// <summary>When the note or the upload's latest part was put.</summary>
    public static int YoungestOf(this World world, Note note) => Math.Max(note.At, world.Upload(note.Upload)?.At ?? 0);

    /// <summary>Whether a sync has put something of the upload since the last wait.</summary>
    public static bool IsAtWork(this World world, Note note) => world.Clock - world.YoungestOf(note) < StateEncoder.Long;

    /// <summary>The promise that is broken by the abort of an upload, which a file as it is noted can still complete.</summary>
    public static string? BrokenByAbort(this World world, Note note) =>
        world.Upload(note.Upload) is { } upload && note.IsOf(world.Names[note.Name])
            ? $"4: upload {upload.Id} is aborted, and its file could complete it" : null;

    /// <summary>Aborts an upload. One that is gone is no error.</summary>
    public static World WithoutUpload(this World world, int id) =>
        world with { Uploads = [.. world.Uploads.Where(upload => upload.Id != id)] };

    public static World WithoutNote(this World world, Note? note) =>
        world with { Notes = [.. world.Notes.Where(other => other != note)] };

    public static World With(this World world, Upload upload) =>
        world with { Uploads = [.. world.Uploads.Select(other => other.Id == upload.Id ? upload : other)] };
}
