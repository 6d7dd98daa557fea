using System.Security.Cryptography;
using Longshore.Sandbox;
using Longshore.Sandbox.Traces;
using Longshore.Stage;

namespace Longshore.FaultTests.Traces;

/// <summary>The acceptor accepts what a run leaves, and refuses what no run may leave.</summary>
public sealed class TraceTests(TraceTests.Run run) : IClassFixture<TraceTests.Run>
{
    public static TheoryData<string> Kinds => [.. Mutations.All.Keys];

    [Fact]
    public void UndisturbedRun_IsAccepted() => Assert.Empty(Acceptor.Refusals(run.Trace));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void MutatedRun_IsRefused(string mutation)
    {
        var mutated = Mutations.All[mutation](run.Trace, new Random(1));

        Assert.NotNull(mutated);
        Assert.NotEmpty(Acceptor.Refusals(mutated));
    }

    /// <summary>Where a process died, an answer may be missing. Where nothing disturbs, none may.</summary>
    [Fact]
    public void UndisturbedRun_LacksAnAnswer_IsRefused()
    {
        TraceStep[] answers = [.. run.Trace.Steps.Where(step => step is OutcomePut
            || (step as EventTaken)?.Type is EventRules.Synced or EventRules.Cleaned or EventRules.ScanCompleted)];

        Assert.Equal(7, answers.Length);
        Assert.All(answers, answer => Assert.NotEmpty(Acceptor.Refusals(run.Trace.Without(answer))));
    }

    /// <summary>One undisturbed run: a writer's own batch with a file that is missing, then a scan of the others.</summary>
    public sealed class Run : IAsyncLifetime
    {
        internal RunTrace Trace { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await using var cluster = await Cluster.StartAsync(Scenes.Calm);
            var written = new[] { "a", "b", "c", "d" }
                .Select(path => (RunOrder.Next(), (TraceStep)Written(path, cluster.Write(path)))).ToArray();
            (await cluster.PublishAsync(Scenes.Ready, Scenes.ReadyData("a", "b", "missing"))).Dispose();
            (await cluster.ScanAsync()).Dispose();
            Trace = TraceReader.Read(written, cluster.S3.Store.Journal, cluster.Objects, cluster.Broker.Log.Snapshot(),
                new Dictionary<string, string>()) with
            { IsUndisturbed = true };
            Assert.Empty(cluster.Left());
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static FileWritten Written(string path, byte[] content) =>
            new FileWritten(path, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
    }
}
