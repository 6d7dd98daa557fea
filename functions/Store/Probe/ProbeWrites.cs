namespace Longshore.Store.Probe;

/// <summary>An object that the listing must tell.</summary>
/// <param name="ETag">Null where the answer to the write was lost.</param>
internal readonly record struct Expected(string Key, long Size, string? ETag);

/// <summary>What the store said to the PUT of a whole object.</summary>
internal readonly record struct WholePut(ProbeAnswer Answer, Expected Expected, bool IsProven, string Code);

/// <summary>What the store said to a multipart upload.</summary>
internal sealed record MultipartPut(
    IReadOnlyCollection<ProbeAnswer> Completes, ProbeAnswer WrongPart, bool TellsComposite, Expected? Made)
{
    public static MultipartPut None { get; } = new([], ProbeAnswer.NotTold, false, null);
}
