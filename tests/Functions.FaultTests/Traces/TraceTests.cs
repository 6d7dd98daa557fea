using System.Security.Cryptography;
using System.Text;
using Longshore.Sandbox;
using Longshore.Sandbox.Traces;
using Longshore.Stage;

namespace Longshore.FaultTests.Traces;

/// <summary>The acceptor accepts what a run leaves, and refuses what no run may leave.</summary>
public sealed class TraceTests(TraceTests.Run run) : IClassFixture<TraceTests.Run>
{
    public static TheoryData<string> Kinds => [.. Mutations.All.Keys];

    [Fact]
    public void UndisturbedRun_IsAccepted()
    {
        Assert.Empty(Acceptor.Refusals(run.Trace));
        Assert.Empty(Acceptor.Refusals(run.Bundled));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void MutatedRun_IsRefused(string mutation)
    {
        var mutated = new[] { run.Trace, run.Bundled }
            .Select(trace => Mutations.All[mutation](trace, new Random(1))).OfType<RunTrace>().ToArray();

        Assert.NotEmpty(mutated);
        Assert.All(mutated, trace => Assert.NotEmpty(Acceptor.Refusals(trace with { IsUndisturbed = false })));
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

    /// <summary>No process died, so that nobody had to close another's begun record.</summary>
    [Fact]
    public void UndisturbedRun_OutcomeWasInterrupted_IsRefused()
    {
        var put = run.Trace.Steps.OfType<OutcomePut>().First();

        var changed = run.Trace.Replace(put, put with { Outcome = put.Outcome with { Interrupted = true } });

        Assert.NotEmpty(Acceptor.Refusals(changed));
        Assert.Empty(Acceptor.Refusals(changed with { IsUndisturbed = false }));
    }

    /// <summary>Whatever lies under a record's key, it is refused with a sentence.</summary>
    [Theory]
    [InlineData("receipts/0123456789abcdef0123456789abcdef/1.json.gz", "no gzip")]
    [InlineData("cleanups/0123456789abcdef0123456789abcdef/1.begun.json", "no JSON")]
    [InlineData("cleanups/0123456789abcdef0123456789abcdef/1.begun.json", "null")]
    [InlineData("cleanups/0123456789abcdef0123456789abcdef/1.json", "{}")]
    [InlineData("cleanups/0123456789abcdef0123456789abcdef/1.begun.json",
        """{"batch":"","receipt":"","dryRun":false,"gone":0,"kept":{},"files":[null]}""")]
    [InlineData("cleanups/0123456789abcdef0123456789abcdef/99999999999999999999.json", "{}")]
    [InlineData("scans/2026/12/01/000000-0123456789abcdef.json", """{"result":null}""")]
    [InlineData("scans/latest", "")]
    public async Task OddRecord_IsRefused(string key, string text)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Forge($"_longshore/{key}", Encoding.UTF8.GetBytes(text));
        (await cluster.PublishAsync(Scenes.Ready, "no JSON")).Dispose();

        var trace = TraceReader.Read([], cluster.S3.Store.Journal, cluster.Objects, cluster.Broker.Log.Snapshot(),
            new Dictionary<string, string>());

        Assert.Contains($"_longshore/{key}", Assert.Single(Acceptor.Refusals(trace)).Replace("\\", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    /// <summary>As Longshore names files that it puts back, also without their folder or the end of a long name.</summary>
    [Theory]
    [InlineData("a/b.jpg", "a/b.jpg", true)]
    [InlineData("a/b.jpg.longshore-restored-1", "a/b.jpg", true)]
    [InlineData("a/b.jpg.longshore-restored-2.longshore-restored-1", "a/b.jpg", true)]
    [InlineData("b.jpg.longshore-restored-1", "a/b.jpg", true)]
    [InlineData("a/b.longshore-restored-1", "a/b.jpg", false)]
    [InlineData("c/b.jpg.longshore-restored-1", "a/b.jpg", false)]
    [InlineData("a/b.jpg", "a/b.jpg.longshore-restored-1", false)]
    public void MayBe_FileWasPutBack_KnowsItsName(string found, string path, bool may) =>
        Assert.Equal(may, TraceKeys.MayBe(found, path));

    [Fact]
    public void MayBe_LongNameWasCut_KnowsIt()
    {
        var name = new string('n', 255);

        Assert.True(TraceKeys.MayBe(name[..233] + ".longshore-restored-1", name));
    }

    /// <summary>One undisturbed run: a writer's own batch with a file that is missing, then a scan of the others.</summary>
    public sealed class Run : IAsyncLifetime
    {
        internal RunTrace Trace { get; private set; } = null!;

        /// <summary>The same with bundles.</summary>
        internal RunTrace Bundled { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Trace = await RunAsync(Scenes.Calm);
            Bundled = await RunAsync(
                Scenes.Calm with { Settings = new Dictionary<string, string?> { ["Sync:BundleUpTo"] = "1000" } });
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static async Task<RunTrace> RunAsync(StageOptions options)
        {
            await using var cluster = await Cluster.StartAsync(options);
            var written = new[] { "a", "b", "c", "d" }
                .Select(path => (RunOrder.Next(), (TraceStep)Written(path, cluster.Write(path)))).ToArray();
            (await cluster.PublishAsync(Scenes.Ready, Scenes.ReadyData("a", "b", "missing"))).Dispose();
            (await cluster.ScanAsync()).Dispose();
            Assert.Empty(cluster.Left());
            return TraceReader.Read(written, cluster.S3.Store.Journal, cluster.Objects, cluster.Broker.Log.Snapshot(),
                new Dictionary<string, string>()) with
            { IsUndisturbed = true };
        }

        private static FileWritten Written(string path, byte[] content) =>
            new FileWritten(path, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
    }
}
