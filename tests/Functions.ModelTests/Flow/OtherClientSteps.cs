using Longshore.Core.Receipts;
using Longshore.ModelTests.Exploring;

namespace Longshore.ModelTests.Flow;

/// <summary>
/// What somebody else does to the bucket. An object is touched only while its file stands on the volume and no cleanup is at
/// work: nobody can keep what is taken away after it was proven.
/// </summary>
internal sealed class OtherClientSteps(Scope scope)
{
    public IEnumerable<Step<World>> Of(World world)
    {
        for (var name = 0; name < scope.Files && world.Budget.Foreign > 0 && world.Cleanups.Count == 0; name++)
        {
            var left = world with { Budget = world.Budget with { Foreign = world.Budget.Foreign - 1 }, Made = world.Made + 1 };
            var key = new Key(scope.KeyOf(name), 0);
            if (world.ContentOf(key) is not { } content)
                yield return new($"somebody else puts other bytes as {key}",
                    left with { Objects = world.Objects.Add(new Stored(key, left.Made)) });
            else if (world.Names.Any(node => node?.Content == content))
            {
                ValueList<Stored> others = [.. world.Objects.Where(stored => stored.Key != key)];
                yield return new($"somebody else removes the object {key}", left with { Objects = others });
                yield return new($"somebody else replaces the object {key}",
                    left with { Objects = others.Add(new Stored(key, left.Made)) });
            }
        }

        if (world.Budget.Forged == 0 || scope.Files < 2 || world.Names[0] is not { IsRegular: true } file
            || world.ContentOf(new Key(1, 0)) is not { } stolen)
            yield break;
        var batch = new Batch(0, [new Planned(0, file.Modified)]);
        var attempt = 1 + (world.Latest(batch)?.Attempt ?? 0);
        var entry = new Entry(0, 0, FileOutcome.Uploaded, file, new Key(1, 0), stolen);
        yield return new("somebody forges a receipt: the object b were what a holds", (world with
        {
            Receipts = world.Receipts.Add(new Receipt(batch, attempt, [entry])),
            Budget = world.Budget with { Forged = world.Budget.Forged - 1 },
        }).Send(new Message(batch, attempt)));
    }
}
