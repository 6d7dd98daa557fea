namespace Longshore.Store.Probe;

/// <summary>An object that the listing must contain.</summary>
/// <param name="ETag">Null if the answer to the write was lost.</param>
internal readonly record struct Expected(string Key, long Size, string? ETag);

/// <summary>The store's answer to the PUT of a whole object.</summary>
internal readonly record struct WholePut(ProbeAnswer Answer, Expected Expected, bool IsProven, string Code);
