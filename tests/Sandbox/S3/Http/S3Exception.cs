namespace Longshore.Sandbox.S3.Http;

/// <summary>A refusal that the client gets as S3's error XML.</summary>
internal sealed class S3Exception(int status, string code, string message) : Exception(message)
{
    public int Status => status;
    public string Code => code;

    /// <summary>Further elements of the error, for example <c>Region</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Details { get; init; } = [];

    /// <summary>A delete marker answered: S3 says so in headers.</summary>
    public string? DeleteMarkerVersion { get; init; }
}
