namespace Longshore.Sandbox.S3.Signing;

/// <summary>Why a signature is not accepted; S3 and STS give each their own code and status.</summary>
internal enum SignatureRefusal
{
    Anonymous,
    Malformed,
    WrongRegion,
    UnknownKey,
    InvalidToken,
    ExpiredToken,
    TimeTooSkewed,
    HeadersNotSigned,
    Mismatch,
}

internal sealed class SignatureRefusedException(SignatureRefusal reason, string message) : Exception(message)
{
    public SignatureRefusal Reason => reason;

    /// <summary>Further elements of the error.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Details { get; init; } = [];
}
