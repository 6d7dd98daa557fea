namespace Longshore.Core.DeadLetters;

/// <summary>The last death of an event, without its data.</summary>
/// <param name="Chain">What is kept of the event.</param>
/// <param name="Death">Which death, from 0: as often as it was sent back and died again.</param>
/// <param name="Letter">Null if it cannot be read; <paramref name="Problem"/> then says why.</param>
public sealed record KeptLetter(DeadLetterChain Chain, int Death, KeptLetter.Facts? Letter, string? Problem)
{
    public string Key => Chain.Name.Letter(Death);

    /// <summary>Whether it was sent back and has not died since.</summary>
    public bool IsReplayed => Chain.ReplaysOf(Death) > 0;

    public static KeptLetter Of(DeadLetterChain chain, int death, DeadLetter letter) => new(chain, death, new(
        letter.ReceivedAt, letter.ErrorCode, letter.ErrorDestination, letter.Reason,
        Text(letter.Event, "type"), Text(letter.Event, "source"), Text(letter.Event, "id")), null);

    private static string Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>What people choose by.</summary>
    public sealed record Facts(
        DateTimeOffset ReceivedAt, string? Code, string? Destination, string? Reason, string Type, string Source, string Id);
}
