using Longshore.Core.Receipts;
using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>
/// How a sync ships a large file. The product sends several parts at once; here one follows the other, as each has a read and a
/// look of its own.
/// </summary>
internal sealed partial class SyncSteps
{
    private IEnumerable<Step<World>> Parts(At at, string file)
    {
        var (world, sync) = (at.World, at.Sync);
        switch (sync.At)
        {
            case SyncAt.FindNote:
                yield return FindNote(at, file);
                break;
            case SyncAt.BeginUpload:
                var begun = world with
                {
                    Uploads = world.Uploads.Add(new Upload(world.BegunUploads + 1, KeyOf(sync), Upload.NoParts, world.Clock)),
                    BegunUploads = world.BegunUploads + 1,
                };
                yield return (at with { World = begun }).Go($"begins upload {begun.BegunUploads} of {file}",
                    sync with { At = SyncAt.PutNote, Sending = new(begun.BegunUploads, Upload.NoParts, []) });
                break;
            case SyncAt.PutNote:
                yield return PutNote(at);
                break;
            case SyncAt.ReadPart:
                var left = world with { Budget = world.Budget with { Parks = world.Budget.Parks - 1 } };
                if (world.Budget.Parks > 0)
                    yield return Park(at with { World = left }, $"has no time left for {file}");
                yield return ReadPart(at, file);
                break;
            case SyncAt.SendPart:
                yield return SendPart(at, file);
                break;
            case SyncAt.LookAgain:
                yield return rules.LooksBeforeCompleting && HasChanged(world, sync)
                    ? EndUpload(at, $"sees that {file} has changed since it was opened", AfterUpload.Defer)
                    : at.Go($"looks at {file} again", sync with { At = SyncAt.Complete });
                break;
            case SyncAt.Complete:
                foreach (var step in Complete(at, file))
                    yield return step;
                break;
            case SyncAt.Abort:
                yield return (at with { World = world.WithoutUpload(sync.Sending!.Upload) })
                    .Go($"aborts upload {sync.Sending.Upload}", sync with { At = SyncAt.DeleteNote });
                break;
            default:
                yield return DeleteNote(at, file);
                break;
        }
    }

    private Step<World> FindNote(At at, string file)
    {
        var (world, sync) = (at.World, at.Sync);
        if (world.Note(KeyOf(sync)) is not { } note)
            return at.Go($"finds no note of an upload of {KeyOf(sync)}", sync with { At = SyncAt.BeginUpload });
        var sending = new Sending(note.Upload, Upload.NoParts, []);
        if (rules.Continues(note, KeyOf(sync), sync.Opened!) && world.Upload(note.Upload) is { } upload)
            return at.Go($"continues upload {upload.Id} of {file}",
                sync with { At = SyncAt.ReadPart, Sending = sending with { Held = upload.Parts } });
        var volume = scope.VolumeName(sync.From.Batch.Volume);
        if (!rules.AbortsForItsKey(note, volume, world.YoungestOf(note), world.Clock))
            return at.Go($"finds a note of upload {note.Upload} of another volume", sync with { At = SyncAt.BeginUpload });
        var abort = at.Go($"will abort upload {note.Upload}, which it cannot continue",
            sync with { At = SyncAt.Abort, Sending = sending });
        // An old upload of another volume may be aborted, though its file stands.
        return note.Volume == volume || world.IsAtWork(note) ? abort with { Broken = world.BrokenByAbort(note) } : abort;
    }

    private Step<World> PutNote(At at)
    {
        var (world, sync, sending) = (at.World, at.Sync, at.Sync.Sending!);
        var upload = world.Upload(sending.Upload)!;
        var next = sync with { At = SyncAt.ReadPart };
        if (world.Note(upload.Key) is not { } note)
        {
            var mine = new Note(upload.Key, upload.Id, scope.VolumeName(sync.From.Batch.Volume), sync.Current.Name, sync.Opened!,
                world.Clock);
            return (at with { World = world.With(upload with { IsNoted = true }) with { Notes = world.Notes.Add(mine) } })
                .Go($"puts the note of upload {upload.Id}", next);
        }

        // A crash before the abort would leave an upload that no note has named, like one after the upload's beginning.
        return rules.Continues(note, upload.Key, sync.Opened!)
            ? (at with { World = world.WithoutUpload(upload.Id) }).Go(
                $"finds the note of upload {note.Upload} in its place, aborts its own and continues that",
                next with { Sending = sending with { Upload = note.Upload } })
            : at.Go("finds a note of other bytes in its place and goes on without one", next);
    }

    private Step<World> ReadPart(At at, string file)
    {
        var (world, sync, sending) = (at.World, at.Sync, at.Sync.Sending!);
        var part = sending.Sent.Count;
        var read = Bytes(world, sync).Content;
        return sending.Held[part] != 0 && rules.HoldsPart(sending.Held[part], read)
            ? HasPart(at, $"finds part {part + 1} of {file} in S3", sending.Held[part])
            : at.Go($"reads part {part + 1} of {file}", sync with { At = SyncAt.SendPart, Read = read });
    }

    private Step<World> SendPart(At at, string file)
    {
        var (world, sync, sending) = (at.World, at.Sync, at.Sync.Sending!);
        var part = sending.Sent.Count;
        if (HasChanged(world, sync))
            return EndUpload(at, $"sees that {file} has changed while part {part + 1} was read", AfterUpload.Defer);
        if (world.Upload(sending.Upload) is not { } upload)
            return Park(at, $"is told that upload {sending.Upload} is gone, and leaves {file} to the next attempt");
        var sent = upload with { Parts = upload.Parts.With(part, sync.Read), At = world.Clock };
        return HasPart(at with { World = world.With(sent) }, $"sends part {part + 1} of {file}", sync.Read);
    }

    private Step<World> Park(At at, string story) =>
        End(at with { World = at.With(at.Sync with { Parked = true }) }, story, FileOutcome.Remaining);

    private static Step<World> HasPart(At at, string story, int content)
    {
        var sending = at.Sync.Sending! with { Sent = at.Sync.Sending!.Sent.Add(content) };
        return at.Go(story, at.Sync with
        {
            At = sending.Sent.Count == Upload.PartsOfFile ? SyncAt.LookAgain : SyncAt.ReadPart,
            Sending = sending,
            Read = 0,
        });
    }

    private IEnumerable<Step<World>> Complete(At at, string file)
    {
        var (world, sync, key) = (at.World, at.Sync, KeyOf(at.Sync));
        var sent = sync.Sending!.Sent;
        if (world.Upload(sync.Sending.Upload) is not { } upload)
            yield return EndUpload(at, $"is told that upload {sync.Sending.Upload} is gone", AfterUpload.Compare);
        else if (rules.IsRefused(world.ContentOf(key) is not null))
            yield return EndUpload(at, $"is told that {key} is taken", AfterUpload.Compare);
        else if (!upload.Parts.Equals(sent))
            yield return End(at, $"is told that upload {upload.Id} has other parts", FileOutcome.Failed);
        else
        {
            var content = sent[0] == sent[1] ? sent[0] : Sync.Torn;
            var put = at with { World = world.WithoutUpload(upload.Id).Put(key, content) };
            var broken = world.ContentOf(key) is { } there && there != content ? $"2: {key} was overwritten with other bytes"
                : Lie(put.World, Settled(sync, FileOutcome.Uploaded, content));
            var next = sync with { Read = content, Sending = sync.Sending with { After = AfterUpload.Settle } };
            var done = put.Go($"completes upload {upload.Id} as {key}", next with { At = SyncAt.DeleteNote });
            yield return done with { Broken = broken };
            if (world.Budget.Unanswered == 0)
                yield break;
            var budget = world.Budget with { Unanswered = world.Budget.Unanswered - 1 };
            var lost = EndUpload(put with { World = put.World with { Budget = budget } },
                $"completes upload {upload.Id} as {key}, and is told at its next try that it is gone", AfterUpload.Compare);
            yield return lost with { Broken = broken };
        }
    }

    /// <summary>The upload is aborted and its note deleted.</summary>
    private static Step<World> EndUpload(At at, string story, AfterUpload after) => at.Go(story,
        at.Sync with { At = SyncAt.Abort, Sending = at.Sync.Sending! with { After = after } });

    /// <summary>
    /// The product reads the note and deletes it in two requests, here in one step. If another sync puts its note between the two
    /// and dies, only the bucket's lifecycle rule ends its upload.
    /// </summary>
    private Step<World> DeleteNote(At at, string file)
    {
        var (world, sync) = (at.World, at.Sync);
        var note = world.Note(KeyOf(sync));
        var isMine = note is not null && rules.IsNoteOf(note, sync.Sending!.Upload);
        var story = isMine ? $"deletes the note of upload {note!.Upload}" : "finds no note of its upload";
        var next = at with { World = isMine ? world.WithoutNote(note) : world };
        return sync.Sending!.After switch
        {
            AfterUpload.BeginAnother => next.Go(story, sync with { At = SyncAt.BeginUpload, Sending = null }),
            AfterUpload.Compare => next.Go(story, sync with { At = SyncAt.ReadTaken, Sending = null }),
            // Whether that is true was seen when the object was made: somebody else may have removed it since.
            AfterUpload.Settle => End(next, story, Settled(sync, FileOutcome.Uploaded, sync.Read)) with { Broken = null },
            _ => End(next, $"{story}, and leaves {file} to the next scan", FileOutcome.Deferred),
        };
    }
}
