using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>What the action of an operation is allowed on.</summary>
internal enum OperationScope
{
    Service,
    Bucket,
    Object,
}

/// <summary>One operation of S3's API.</summary>
/// <param name="Name">As in the API reference; counters and faults use it.</param>
/// <param name="Action">The IAM action needed on the scope's resource; null if the operation asks for itself.</param>
internal sealed record Operation(string Name, string? Action, OperationScope Scope, Func<S3Request, Task> RunAsync);
