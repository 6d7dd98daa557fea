namespace Longshore.Cli.Replay;

/// <summary>Prints a table or lines for people, or JSON lines for programs. Safe for parallel use.</summary>
internal sealed class ReplayOutput(TextWriter output, ReplayOptions options)
{
    private static readonly string[] Heads = ["DIED", "STATE", "DEATHS", "CODE", "TYPE", "SOURCE", "ID", "REASON"];
    private static readonly int[] Numbers = [2];
    private readonly Lock _sync = new();
    private readonly Dictionary<ReplayOutcome, int> _counts = [];
    private int _done;

    public int Count(ReplayOutcome outcome) => _counts.GetValueOrDefault(outcome);

    /// <summary>Says that no letter was found.</summary>
    public void None()
    {
        if (!options.IsJson)
            output.WriteLine(options.HasFilter ? "No dead letter matches the filters." : "There are no dead letters.");
    }

    public void List(IReadOnlyList<KeptLetter> letters)
    {
        var lines = letters.Select(letter => LetterLine.Of(letter, options.MaxReplays)).ToArray();
        if (options.IsJson)
        {
            Array.ForEach(lines, Json);
            return;
        }

        if (lines.Length == 0)
            return;
        var rows = lines.Select(line => new[]
        {
            line.ReceivedAt is { } died ? Iso8601.Moment(died) : "-", line.State,
            line.Deaths.ToString(CultureInfo.InvariantCulture), line.Code ?? "-", line.Type ?? "-", line.Source ?? "-",
            line.Id ?? "-", line.Reason ?? line.Detail ?? "-",
        }).ToArray();
        PeopleTable.Write(output, Heads, rows, Numbers);
    }

    /// <summary>Prints the outcome of one letter.</summary>
    /// <param name="total">All letters of this run.</param>
    public void Tell(KeptLetter letter, ReplayOutcome outcome, string? detail, int total)
    {
        lock (_sync)
        {
            _counts[outcome] = Count(outcome) + 1;
            _done++;
            if (options.IsJson)
                Json(LetterLine.Of(letter, options.MaxReplays) with { Outcome = outcome, Detail = detail });
            else
            {
                var name = $"{letter.Letter?.Type ?? letter.Key}  {letter.Letter?.Id}";
                var words = NameOf(outcome).Replace('-', ' ');
                output.WriteLine(PlainText.Of($"{_done}/{total}  {words,-10}  {name}  {detail}").TrimEnd());
            }

            output.Flush();
        }
    }

    /// <summary>Prints the last line for people: the count of each outcome.</summary>
    public void Sum()
    {
        if (options.IsJson)
            return;
        ReplayOutcome[] outcomes = options.IsDryRun
            ? [ReplayOutcome.WouldSend, ReplayOutcome.Skipped, ReplayOutcome.Refused]
            : [ReplayOutcome.Sent, ReplayOutcome.DiedAgain, ReplayOutcome.Failed, ReplayOutcome.Skipped, ReplayOutcome.Refused];
        output.WriteLine(string.Join(' ', outcomes
            .Select(outcome => $"{NameOf(outcome)}={Count(outcome)}").Prepend("replay:")));
    }

    private void Json(LetterLine line) => output.WriteLine(JsonSerializer.Serialize(line, LetterLineJson.Default.LetterLine));

    /// <summary>In lower case, with dashes between the words.</summary>
    private static string NameOf(ReplayOutcome outcome) => JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.ToString());
}
