using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>
/// A sync looks for uploads that no file will complete. It does so beside its batch, so here it is a process of its own. It lists
/// the parts and aborts the upload in one step: the sync that sends a part between them is told of the abort at its next request.
/// </summary>
internal sealed class AbandonSteps(Scope scope, Rules rules)
{
    public IEnumerable<Step<World>> Begin(World world)
    {
        if (world.AbandonLook is not null)
            yield break;
        foreach (var note in world.Notes)
        {
            for (var volume = 0; volume < scope.Volumes; volume++)
            {
                if (IsAbandoned(world, note, volume, note.At))
                    yield return new($"a sync{scope.On(volume)} reads the note of upload {note.Upload}, whose file is gone or "
                        + "changed", world with { AbandonLook = new AbandonLook(note, volume) });
            }
        }
    }

    public IEnumerable<Step<World>> GoOn(World world)
    {
        if (world.AbandonLook is not { } look)
            yield break;
        var (note, volume, isAborted) = look;
        var done = world with { AbandonLook = null };
        if (isAborted)
            yield return new($"a sync deletes the note of upload {note.Upload} if it is still there", done.WithoutNote(note));
        else if (IsAbandoned(world, note, volume, world.YoungestOf(note)))
            yield return new($"a sync{scope.On(volume)} lists the parts of upload {note.Upload} and aborts it",
                world.WithoutUpload(note.Upload) with { AbandonLook = look with { IsAborted = true } },
                BrokenByAbort(world, note));
        else
            yield return new($"a sync{scope.On(volume)} leaves upload {note.Upload} alone", done);
    }

    private bool IsAbandoned(World world, Note note, int volume, int youngest) => rules.IsAbandoned(
        note, scope.VolumeName(volume), youngest, world.Clock, rules.Look(world.Names[scope.NameOn(volume, note.Name)]));

    /// <summary>
    /// Volumes of one name cannot be told apart. There only an upload that was at work since the last wait must stay.
    /// </summary>
    private string? BrokenByAbort(World world, Note note) =>
        scope.SharedName && !world.IsAtWork(note) ? null : world.BrokenByAbort(note);
}
