namespace Longshore.Core.Ship;

/// <summary>A batch that is to be shipped, as its sender describes it. Nothing in it has been checked.</summary>
/// <param name="Files">The files.</param>
/// <param name="MinAge">How long each must have been left alone; null is <c>Schedule:MinAge</c>.</param>
/// <param name="Hops">How often the work was handed on already.</param>
public sealed record BatchRequest(IReadOnlyList<BatchFile?>? Files, TimeSpan? MinAge, int Hops);
