using System.Text.Json;
using System.Text.Json.Serialization;

namespace Longshore.Benchmarks.Report;

/// <summary>One run of one client.</summary>
/// <param name="Wall">Seconds.</param>
/// <param name="Cpu">Seconds of the client, user and system.</param>
/// <param name="Peak">Bytes of resident memory at most.</param>
/// <param name="Requests">As the server counted them, by operation.</param>
internal sealed record Sample(double Wall, double Cpu, long Peak, SortedDictionary<string, long> Requests);

/// <summary>The runs of a client on a workload, by round: the same place in two lists is a pair.</summary>
internal sealed record Series(string Client, List<Sample> Samples);

/// <summary>A workload's runs, and when and where they were made.</summary>
internal sealed record Measured(
    string Workload, string Date, string Machine, SortedDictionary<string, string> Versions, List<Series> Series);

/// <summary>
/// All that was measured last, a workload each; kept beside the page that is made from it, so that some can be measured again.
/// </summary>
internal sealed class Results
{
    public SortedDictionary<string, Measured> Workloads { get; init; } = new(StringComparer.Ordinal);

    public static Results Read(string file) => File.Exists(file)
        ? JsonSerializer.Deserialize(File.ReadAllText(file), ResultsJson.Default.Results) ?? new Results()
        : new Results();

    public void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, JsonSerializer.Serialize(this, ResultsJson.Default.Results) + "\n");
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Results))]
internal sealed partial class ResultsJson : JsonSerializerContext;
