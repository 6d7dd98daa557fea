namespace Longshore.Store.Probe;

/// <summary>The store lacks something that nothing slower can stand for.</summary>
/// <param name="message">Says what, and what to do.</param>
public sealed class StoreUnfitException(string message) : StoreRefusedException(message);
