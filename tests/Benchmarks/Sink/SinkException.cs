namespace Longshore.Benchmarks.Sink;

/// <summary>A request that is answered with an S3 error.</summary>
internal sealed class SinkException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;
}
