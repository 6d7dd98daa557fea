using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Longshore.ModelTests.Exploring;

/// <summary>One thing that may happen next.</summary>
/// <param name="Story">What happens, in plain English.</param>
/// <param name="Broken">The promise that this breaks, and how; null if none.</param>
internal readonly record struct Step<T>(string Story, T Next, string? Broken = null);

/// <summary>A protocol as a machine of states.</summary>
internal interface IProtocol<T>
{
    T Start { get; }

    /// <summary>Everything that may happen next, always in the same order.</summary>
    IEnumerable<Step<T>> Steps(T state);

    /// <summary>The promise that does not hold in this state, and how; null if all hold.</summary>
    string? Broken(T state);

    /// <summary>The same number for states that do not differ in anything that matters.</summary>
    UInt128 Name(T state);
}

/// <param name="States">States that were reached.</param>
/// <param name="Steps">Steps that were tried.</param>
/// <param name="Depth">Length of the longest of the shortest ways.</param>
/// <param name="Whole">Whether every state was reached, or the limit ended the search.</param>
/// <param name="Counterexample">A shortest way to a broken promise, or null.</param>
internal sealed record Exploration(int States, long Steps, int Depth, bool Whole, TimeSpan Time, Counterexample? Counterexample)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{States:N0} states{(Whole ? "" : " (cut)")}, {Steps:N0} steps, {Depth} deep, {Time.TotalSeconds:N0} s, "
        + $"{Environment.WorkingSet >> 20:N0} MiB");
}

/// <summary>A shortest story that ends in a broken promise.</summary>
internal sealed record Counterexample(string Broken, IReadOnlyList<string> Story)
{
    public override string ToString()
    {
        var text = new StringBuilder().Append(Broken).Append('\n');
        for (var index = 0; index < Story.Count; index++)
            text.Append(CultureInfo.InvariantCulture, $"{index + 1,3}. {Story[index]}\n");
        return text.ToString();
    }
}

/// <summary>Visits every state of a protocol, the nearest first, until a promise breaks.</summary>
internal static class Explorer
{
    /// <param name="most">States after which the search ends.</param>
    /// <param name="say">Is told every half minute how far the search is.</param>
    public static Exploration Explore<T>(IProtocol<T> protocol, int most = int.MaxValue, Action<string>? say = null)
    {
        var clock = Stopwatch.StartNew();
        var seen = new HashSet<UInt128> { protocol.Name(protocol.Start) };
        // Of each state only where it came from, and by which of the steps there.
        var origins = new List<(int From, int Step)> { (-1, 0) };
        var (front, next) = (new List<(int Id, T State)> { (0, protocol.Start) }, new List<(int Id, T State)>());
        var (steps, depth, said) = (0L, 0, TimeSpan.Zero);
        if (protocol.Broken(protocol.Start) is { } wrong)
            return End(new Counterexample(wrong, []), whole: true);
        while (front.Count > 0)
        {
            foreach (var (id, state) in front)
            {
                var number = -1;
                foreach (var step in protocol.Steps(state))
                {
                    (steps, number) = (steps + 1, number + 1);
                    if (step.Broken is null && !seen.Add(protocol.Name(step.Next)))
                        continue;
                    origins.Add((id, number));
                    if ((step.Broken ?? protocol.Broken(step.Next)) is { } broken)
                        return End(new Counterexample(broken, Tell(protocol, origins)), whole: false);
                    if (seen.Count >= most)
                        return End(null, whole: false);
                    next.Add((origins.Count - 1, step.Next));
                }
            }

            if (say is not null && clock.Elapsed - said > TimeSpan.FromSeconds(30))
            {
                said = clock.Elapsed;
                say($"{seen.Count:N0} states, {depth + 1} deep, {next.Count:N0} to go on from, {said.TotalSeconds:N0} s");
            }

            (front, next) = (next, front);
            next.Clear();
            depth++;
        }

        return End(null, whole: true);

        Exploration End(Counterexample? found, bool whole) => new(seen.Count, steps, depth, whole, clock.Elapsed, found);
    }

    /// <summary>Walks the way to the last state once more.</summary>
    private static List<string> Tell<T>(IProtocol<T> protocol, List<(int From, int Step)> origins)
    {
        var way = new Stack<int>();
        for (var id = origins.Count - 1; id > 0; id = origins[id].From)
            way.Push(origins[id].Step);
        var (state, story) = (protocol.Start, new List<string>());
        foreach (var number in way)
        {
            var step = protocol.Steps(state).ElementAt(number);
            story.Add(step.Story);
            state = step.Next;
        }

        return story;
    }
}
