using System.Collections.Concurrent;
using Longshore.IntegrationTests.Ship;

namespace Longshore.IntegrationTests.OddInputs;

/// <summary>Whatever is wrong around a process, it ends with a sentence and a documented exit code.</summary>
public sealed class OddInputTests : ShipRoom
{
    /// <summary>Most of the time is waiting. Programs of the JIT take a processor each to start.</summary>
    private static int AtOnce => OddProcess.IsPublished ? 6 : 2;

    /// <summary>
    /// Published programs meet each input in every verb; those of the JIT, which start slowly, in two verbs each, in turn.
    /// </summary>
    [Fact]
    public async Task AnyVerb_OddInput_EndsWithASentence()
    {
        Assert.True(OddInputTable.All.Length >= 60);
        await Stage.WriteAsync(3);
        var process = new OddProcess(Usual(), Folder());
        var problems = new ConcurrentQueue<string>();
        var runs = OddInputTable.All.Index().SelectMany(static each => VerbsOf(each.Item, each.Index)
            .Select(verb => (Input: each.Item, Verb: verb)));

        await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (run, _) =>
        {
            if (await process.RunAsync(run.Input, run.Verb) is { } problem)
                problems.Enqueue($"{run.Verb} with {run.Input.Name}: {problem}");
        });

        Assert.True(problems.IsEmpty, string.Join("\n\n", problems));
    }

    /// <summary>While the runtime starts, the system itself ends the process, which a shell shows as the same code.</summary>
    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task Ship_EarlySignal_SaysThatNothingWasLookedAt(string signal, int expected)
    {
        await Stage.WriteAsync(300, size: 1);
        var said = 0;
        for (var delay = 0; delay <= 300; delay += 20)
        {
            await using var process = Stage.Start(onTerminal: false, "--keep");
            await Task.Delay(delay, TestContext.Current.CancellationToken);
            await process.SignalAsync(signal);
            var (exit, output, errors) = await process.EndAsync();

            Assert.True(exit == expected, $"{delay} ms: {exit} {output}{errors}");
            Assert.DoesNotContain("no file was left to ship", output, StringComparison.Ordinal);
            Assert.DoesNotContain("0 files", output, StringComparison.Ordinal);
            said += output.Contains("before the first upload", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(said > 0);
    }

    private static string[] VerbsOf(OddInput input, int number)
    {
        var verbs = input.Verbs.Length > 0 ? input.Verbs : OddProcess.Verbs;
        return OddProcess.IsPublished ? verbs
            : input.IsForPublished ? []
            : verbs.Length <= 2 ? verbs
            : [verbs[number % verbs.Length], verbs[(number + 3) % verbs.Length]];
    }

    private Dictionary<string, string> Usual()
    {
        var file = Path.Combine(Folder(), "event");
        File.WriteAllText(file,
            """{"specversion":"1.0","type":"dev.longshore.scan.requested","source":"/test","id":"1","data":{"dryRun":true}}""");
        return new(Stage.Environment)
        {
            ["HOME"] = Folder(),
            ["S3__Bucket"] = Bucket,
            ["S3__ServiceUrl"] = S3.Endpoint.ToString(),
            ["S3__StsUrl"] = S3.Endpoint.ToString(),
            ["S3__ForcePathStyle"] = "true",
            ["Volume__Root"] = Stage.Directory,
            ["Volume__Name"] = "odd/inputs",
            ["PORT"] = "0",
            ["K_SINK"] = "http://127.0.0.1:1/",
            ["K_EVENT_PATH"] = file,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
    }

    /// <summary>A folder that goes with the directory of the test.</summary>
    private string Folder() => Directory.CreateDirectory(Path.Combine(Stage.Directory, ".odd")).FullName;
}
