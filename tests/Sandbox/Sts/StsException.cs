namespace Longshore.Sandbox.Sts;

/// <summary>A refusal that the client gets as STS's error XML.</summary>
internal sealed class StsException(int status, string code, string message) : Exception(message)
{
    public int Status => status;
    public string Code => code;

    public static StsException Validation(string message) => new(400, "ValidationError", message);
}
