using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>Names a world. Which of two equal files or processes does something makes no difference.</summary>
internal sealed class FlowEncoder(Scope scope)
{
    private const int Content = 1;
    private const int Inode = 2;
    private const int Upload = 3;

    private readonly StateEncoder _code = new();
    private bool _isSwapped;
    private short[] _least = [];
    private int _length;

    public UInt128 Of(World world)
    {
        _length = 0;
        var areAlike = scope is { Files: 2, Volumes: 1, Budget: { Foreign: 0, Forged: 0 } };
        foreach (var isSwapped in areAlike ? (bool[])[false, true] : [false])
        {
            _isSwapped = isSwapped;
            foreach (var syncs in Orders(world.Syncs.Count))
            {
                foreach (var cleanups in Orders(world.Cleanups.Count))
                    Least(world, syncs, cleanups);
            }
        }

        return StateEncoder.Hash(_least.AsSpan(0, _length));
    }

    private static int[][] Orders(int count) => count switch
    {
        0 => [[]],
        1 => [[0]],
        2 => [[0, 1], [1, 0]],
        _ => throw new NotSupportedException("At most two processes of a kind."),
    };

    private void Least(World world, int[] syncs, int[] cleanups)
    {
        _code.Clear();
        Write(world, syncs, cleanups);
        var symbols = _code.End();
        if (_length > 0 && symbols.SequenceCompareTo(_least.AsSpan(0, _length)) >= 0)
            return;
        if (_least.Length < symbols.Length)
            _least = new short[symbols.Length * 2];
        symbols.CopyTo(_least);
        _length = symbols.Length;
    }

    private void Write(World world, int[] syncs, int[] cleanups)
    {
        for (var name = 0; name < world.Names.Count; name++)
            Write(world.Names[Place(name)]);
        var budget = world.Budget;
        _code.Moment(world.Clock).Add(budget.Acts).Add(budget.Scans).Add(budget.Crashes).Add(budget.Doubled).Add(budget.Lost)
            .Add(budget.Unanswered).Add(budget.Parks).Add(budget.Errors).Add(budget.Foreign).Add(budget.Forged)
            .Add(budget.Misdelivered)
            .Add(world.IsDisputed).Label(Inode, world.Held);
        _code.Add(world.Waiting is null ? 0 : world.Waiting.Unseen ? 2 : 1).Label(Inode, world.Waiting?.Inode ?? 0);
        _code.Add(world.Trash.Count);
        foreach (var (name, node) in world.Trash)
        {
            _code.Add(Place(name));
            Write(node);
        }

        Write(world.Objects);
        _code.Add(world.Scan is null ? 0 : 1 + world.Scan.Volume);
        if (world.Scan is { } scan)
        {
            _code.Add(Place(scan.Next));
            Write(scan.Found);
        }

        // The number of the items comes before them, so that no two worlds are written alike.
        _code.Add(syncs.Length);
        foreach (var index in syncs)
            Write(world.Syncs[index], world.Receipts);
        _code.Add(cleanups.Length);
        foreach (var index in cleanups)
            Write(world.Cleanups[index]);
        _code.Add(world.Receipts.Count);
        foreach (var receipt in world.Receipts)
        {
            Write(receipt.Batch);
            _code.Add(receipt.Attempt);
            Write(receipt.Files);
        }

        _code.Add(world.Messages.Count);
        foreach (var message in world.Messages)
            Write(message);
        Write(world.Begun);
        _code.Add(world.Closing?.Records.Count ?? 0);
        if (world.Closing is { } closing)
        {
            foreach (var record in closing.Records)
                _code.Add(record);
            foreach (var missing in closing.Missing)
                Write(missing);
        }

        if (scope.Large)
            WriteUploads(world, syncs);
        _code.Labels(Content, world.MustKeep).Labels(Content, world.Deleted.Select(deleted => deleted.Content))
            .Labels(Inode, world.Deleted.Select(deleted => deleted.Inode));
    }

    /// <summary>The name, or in a scope of two files that are alike the other one's.</summary>
    private int Place(int name) => _isSwapped && name < 2 ? 1 - name : name;

    private void Write(Node? node)
    {
        _code.Add(node is null ? 0 : node.IsRegular ? 1 : 2);
        if (node is not null)
            _code.Label(Content, node.Content).Moment(node.Modified).Moment(node.Changed).Label(Inode, node.Inode);
    }

    private void Write(Key key) => _code.Add(Place(key.Name)).Label(Content, key.Beside);

    private void Write(ValueList<Stored> objects)
    {
        _code.Add(objects.Count);
        // By name, and under one name in the order of their making, which is the same in all worlds that are alike.
        foreach (var (key, content) in objects.OrderBy(stored => Place(stored.Key.Name)).ThenBy(stored => stored.Key.Beside))
        {
            Write(key);
            _code.Label(Content, content);
        }
    }

    private void Write(ValueList<Planned> files)
    {
        _code.Add(files.Count);
        foreach (var (name, modified) in files.OrderBy(file => Place(file.Name)))
            _code.Add(Place(name)).Moment(modified);
    }

    private void Write(Batch batch)
    {
        _code.Add(batch.Volume);
        Write(batch.Files);
    }

    private void Write(Message message)
    {
        Write(message.Batch);
        _code.Add(message.Attempt);
    }

    private void Write(Entry entry)
    {
        _code.Add(Place(entry.Name)).Add(Place(entry.Path)).Add(entry.Outcome).Label(Content, entry.Content);
        Write(entry.Seen);
        Write(entry.Key);
    }

    private void Write(ValueList<Entry> entries)
    {
        _code.Add(entries.Count);
        foreach (var entry in entries)
            Write(entry);
    }

    private void Write(Sync sync, ValueList<Receipt> receipts)
    {
        Write(sync.From);
        _code.Add(sync.At).Add(sync.File).Add(sync.Earlier?.Attempt ?? 0).Label(Content, sync.Read).Label(Content, sync.Beside)
            .Add(sync.Attempt).Add(sync.Parked);
        Write(sync.Opened);
        Write(sync.Entries);
        Write(sync.Listed);
        // The number is enough for a receipt that is there. S3 may have none of this number any more.
        if (sync.Earlier is { } earlier && !receipts.Contains(earlier))
            Write(earlier.Files);
    }

    private void Write(ValueList<ChosenFile> files)
    {
        _code.Add(files.Count);
        foreach (var file in files)
        {
            _code.Add(Place(file.Name));
            Write(file.Entry);
        }
    }

    private void Names(ValueList<int> names)
    {
        _code.Add(names.Count);
        foreach (var name in names)
            _code.Add(Place(name));
    }

    private void Write(Cleanup cleanup)
    {
        Write(cleanup.From);
        _code.Add(cleanup.At).Add(cleanup.Volume).Add(cleanup.File).Add(cleanup.Record).Moment(cleanup.Moved)
            .Label(Inode, cleanup.Leased).Add(cleanup.Disturbed);
        Write(cleanup.Before);
        Write(cleanup.InTrash);
        Write(cleanup.Listed);
        Write(cleanup.Chosen);
        Names(cleanup.Kept);
        Names(cleanup.Gone);
    }

    private void Write(ValueList<Begun> records)
    {
        _code.Add(records.Count);
        foreach (var begun in records)
        {
            _code.Add(begun.Volume).Moment(begun.At);
            Write(begun.Files);
            Names(begun.Kept);
            _code.Add(begun.Outcome is not null);
            if (begun.Outcome is { } outcome)
            {
                Names(outcome.Kept);
                Names(outcome.Gone);
                _code.Moment(outcome.At);
            }
        }
    }

    private void WriteUploads(World world, int[] syncs)
    {
        foreach (var index in syncs)
        {
            var sending = world.Syncs[index].Sending;
            _code.Label(Upload, sending?.Upload ?? 0).Add(sending?.After ?? 0);
            Contents(sending?.Held ?? []);
            Contents(sending?.Sent ?? []);
        }

        _code.Add(world.Uploads.Count);
        foreach (var upload in world.Uploads)
        {
            _code.Label(Upload, upload.Id).Moment(upload.At).Add(upload.IsNoted);
            Write(upload.Key);
            Contents(upload.Parts);
        }

        _code.Add(world.Notes.Count);
        foreach (var note in world.Notes)
            Write(note);
        _code.Add(world.AbandonLook is null ? 0 : world.AbandonLook.IsAborted ? 2 : 1).Add(world.AbandonLook?.Volume ?? 0);
        if (world.AbandonLook is { } look)
            Write(look.Note);
    }

    private void Write(Note note)
    {
        Write(note.Key);
        _code.Label(Upload, note.Upload).Add(note.Volume).Add(Place(note.Name)).Moment(note.At);
        Write(note.Seen);
    }

    private void Contents(ValueList<int> parts)
    {
        _code.Add(parts.Count);
        foreach (var content in parts)
            _code.Label(Content, content);
    }
}
