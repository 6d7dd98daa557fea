using System.Text;

namespace Longshore.Sandbox.Knative;

/// <summary>What came of one request to a subscriber, a dead-letter sink or, for a reply, the Broker itself.</summary>
/// <param name="Status">HTTP status; 500 if there was no answer, as Knative's dispatcher counts it.</param>
/// <param name="Body">The answer's body, or the reason why there is none; for <c>knativeerrordata</c>.</param>
/// <param name="Reply">The event in the answer, if there is one.</param>
internal sealed record Attempt(int Status, ReadOnlyMemory<byte> Body, WireEvent? Reply = null)
{
    public bool Succeeded => Status is >= 200 and < 300;

    public static Attempt WithoutAnswer(string reason) => new(500, Encoding.UTF8.GetBytes($"dispatch error: {reason}"));
}
