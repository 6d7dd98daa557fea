using Longshore.Core.Scan;

namespace Longshore.UnitTests.Core.Scan;

public class EmittedBatchesTests
{
    [Fact]
    public void Planned_SomeNotSent_CountsUpToTheCursor()
    {
        var emitted = new EmittedBatches();
        emitted.Add(Batch(3, 40), EmitResult.Taken);
        emitted.Add(Batch(2, 30), EmitResult.NotSent);
        emitted.Add(Batch(1, 20), EmitResult.Refused);
        emitted.Add(Batch(0, 10), EmitResult.Taken);

        Assert.Equal((2, 30), emitted.Planned());
        Assert.Equal("1", emitted.Cursor());
        Assert.Equal(2, emitted.Count(EmitResult.Taken));
    }

    [Fact]
    public void Planned_FirstNotSent_IsNothing()
    {
        var emitted = new EmittedBatches();
        emitted.Add(Batch(0, 10), EmitResult.NotSent);
        emitted.Add(Batch(1, 10), EmitResult.Taken);

        Assert.Equal((0, 0), emitted.Planned());
        Assert.Null(emitted.Cursor());
    }

    private static PlannedBatch Batch(int number, long bytes) =>
        new(number, [new BatchFile { Path = $"{number}", Size = bytes }]);
}
