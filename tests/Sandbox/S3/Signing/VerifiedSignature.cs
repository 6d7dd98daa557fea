using Longshore.Sandbox.Iam;

namespace Longshore.Sandbox.S3.Signing;

/// <summary>A signature that holds, with what is needed to check the signatures of the chunks that follow it.</summary>
internal sealed record VerifiedSignature(
    Credential Credential, byte[] SigningKey, string AmzDate, string Scope, string Signature, string PayloadHash);
