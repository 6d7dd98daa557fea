namespace Longshore.Sandbox.Iam;

/// <summary>What someone wants to do.</summary>
/// <param name="Values">The request's values for a condition key in lower case; null if it has none.</param>
internal sealed record AccessRequest(string Action, string Resource, Func<string, IReadOnlyList<string>?> Values);
