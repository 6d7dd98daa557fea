using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Http;

/// <param name="Sha256">Of the bytes; computed in any case, since the journal keeps it.</param>
/// <param name="Trailers">Lower-case names; empty where the body was not chunked.</param>
internal sealed record ReceivedBody(Body Body, byte[] Sha256, IReadOnlyDictionary<string, string> Trailers);
