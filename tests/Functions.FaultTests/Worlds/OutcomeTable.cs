using System.Globalization;
using System.Text;
using Longshore.Stage;

namespace Longshore.FaultTests.Worlds;

/// <summary>Faults against outcomes, in worlds: where a fault struck, did this outcome come about?</summary>
internal static class OutcomeTable
{
    /// <summary>An outcome that one world in twenty sees is all but certain to be seen in so many.</summary>
    private const int Enough = 40;

    private static readonly string[] Outcomes =
        ["uploaded", "present", "deferred", "missing", "failed", "remaining", "deleted", "gone", "kept", "event retried",
            "dead letter"];

    public static IReadOnlyList<string> Faults { get; } =
    [
        .. Enum.GetNames<Sandbox.S3.Faults.FaultKind>(),
        .. Enum.GetNames<EventFaultKind>().Select(kind => $"event {kind}"),
        .. Enum.GetNames<VolumeFaultKind>().Where(_ => Stage.Unprivileged.Binds).Select(kind => $"volume {kind}"),
        "SIGTERM",
        "SIGKILL",
    ];

    public static string Of(IReadOnlyList<WorldResult> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"fault struck in worlds",-24}");
        foreach (var outcome in Outcomes)
            text.Append(CultureInfo.InvariantCulture, $"{outcome,14}");
        foreach (var fault in Faults)
        {
            var struck = results.Where(result => result.Faults.Contains(fault)).ToArray();
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{fault,-20}{struck.Length,4}");
            foreach (var outcome in Outcomes)
                text.Append(CultureInfo.InvariantCulture, $"{struck.Count(result => result.Outcomes.ContainsKey(outcome)),14}");
        }

        return text.ToString();
    }

    /// <summary>
    /// Faults that never struck, and cells that are empty although the fault struck in enough worlds to fill them.
    /// </summary>
    public static IEnumerable<string> Empty(IReadOnlyList<WorldResult> results)
    {
        foreach (var fault in Faults)
        {
            var struck = results.Where(result => result.Faults.Contains(fault)).ToArray();
            if (struck.Length == 0)
                yield return fault;
            if (struck.Length < Enough)
                continue;
            foreach (
                var outcome in Outcomes.Where(outcome => !Array.Exists(struck, result => result.Outcomes.ContainsKey(outcome))))
                yield return $"{fault} × {outcome}";
        }
    }
}
