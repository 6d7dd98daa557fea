namespace Longshore.Core.DeadLetters;

/// <summary>The last death of an event, without its data.</summary>
/// <param name="Letter">Null if it cannot be read; <paramref name="Problem"/> then says why.</param>
public sealed record KeptLetter(DeadLetterChain Chain, KeptLetter.Facts? Letter, string? Problem)
{
    /// <summary>The number of the death, from 0: as often as the event was sent back and died again.</summary>
    public int Death => Chain.Latest;

    public string Key => Chain.Name.Letter(Death);

    /// <summary>Whether it was sent back and has not died since.</summary>
    public bool IsReplayed => Chain.ReplaysOf(Death) > 0;

    public static KeptLetter Of(DeadLetterChain chain, DeadLetter letter) => new(chain, new(
        letter.ReceivedAt, letter.ErrorCode, letter.ErrorDestination, letter.Reason,
        Text(letter.Event, "type"), Text(letter.Event, "source"), Text(letter.Event, "id")), null);

    private static string Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The facts that filters and lists use.</summary>
    public sealed record Facts(
        DateTimeOffset ReceivedAt, string? Code, string? Destination, string? Reason, string Type, string Source, string Id);
}
