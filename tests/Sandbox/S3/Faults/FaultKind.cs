namespace Longshore.Sandbox.S3.Faults;

/// <summary>What can be made to go wrong.</summary>
internal enum FaultKind
{
    /// <summary>503 SlowDown; STS: 400 Throttling.</summary>
    SlowDown,

    /// <summary>500 InternalError.</summary>
    InternalError,

    /// <summary>403 AccessDenied.</summary>
    AccessDenied,

    /// <summary>403 InvalidObjectState, as of an object that a lifecycle rule has archived.</summary>
    Archived,

    /// <summary>200 with a page in HTML, as of a proxy in front of the store.</summary>
    WebPage,

    /// <summary>404 with a page in HTML and no request id, as of a proxy that knows no such place.</summary>
    MissingPage,

    /// <summary>The request waits for <see cref="Fault.Delay"/>, then goes on.</summary>
    Latency,

    /// <summary>400 ExpiredToken, as if the session had just ended.</summary>
    ExpiredToken,

    /// <summary>409 ConditionalRequestConflict, on writes with a condition; other requests are left alone.</summary>
    Conflict,

    /// <summary>
    /// The connection is closed after <see cref="Fault.AfterBytes"/> of the request's body, or at once if it is shorter.
    /// </summary>
    CutRequest,

    /// <summary>The connection is closed after <see cref="Fault.AfterBytes"/> of a GET's body.</summary>
    CutResponse,

    /// <summary>A GET ends in good order after <see cref="Fault.AfterBytes"/>, with a Content-Length to match.</summary>
    TruncateBody,

    /// <summary>A GET's first byte is flipped.</summary>
    CorruptBody,

    /// <summary>The checksum in the response is not that of the object.</summary>
    WrongChecksum,

    /// <summary>The request takes effect; then the connection is closed without an answer.</summary>
    LostResponse,
}
