namespace Longshore.Sandbox.Iam;

/// <summary>Where a policy stands decides which elements it may have.</summary>
internal enum PolicyKind
{
    /// <summary>Attached to a user or role, or given with AssumeRole: has Resource, has no Principal.</summary>
    Identity,

    /// <summary>A role's trust policy: has Principal, has no Resource.</summary>
    Trust,
}

/// <summary>A policy that was understood wholly; see <see cref="PolicyParser"/>.</summary>
/// <param name="Name">The file it came from, for messages.</param>
internal sealed record PolicyDocument(string Name, IReadOnlyList<PolicyStatement> Statements);

/// <param name="Actions">Patterns of <c>service:Name</c>; any case.</param>
/// <param name="NotActions">Whether the statement is about all actions except <paramref name="Actions"/>.</param>
/// <param name="NotResources">The same for <paramref name="Resources"/>.</param>
/// <param name="Principals">Trust policies only: who is meant.</param>
internal sealed record PolicyStatement(
    string Sid,
    bool Allows,
    IReadOnlyList<PolicyPattern> Actions,
    bool NotActions,
    IReadOnlyList<PolicyPattern> Resources,
    bool NotResources,
    IReadOnlyList<string> Principals,
    IReadOnlyList<PolicyCondition> Conditions);

/// <summary>A policy that cannot be obeyed as written. The message names the file and the place in it.</summary>
internal sealed class PolicyFormatException(string file, string place, string problem)
    : Exception(place.Length == 0 ? $"{file}: {problem}" : $"{file}: {place}: {problem}");
