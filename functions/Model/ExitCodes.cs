namespace Longshore.Model;

/// <summary>
/// Exit codes of both programs. The help of each verb says which of them it uses.
/// </summary>
public static class ExitCodes
{
    /// <summary>All is well.</summary>
    public const int Done = 0;

    /// <summary>Something failed, or a service did not answer: look, and run it again. No work is done twice.</summary>
    public const int Failed = 1;

    /// <summary>Settings or arguments are wrong.</summary>
    public const int Misused = 2;

    /// <summary>Of <c>job</c> and <c>replay</c>: an event or a letter was refused. To run it again cannot help.</summary>
    public const int Refused = 3;

    /// <summary>Of <c>status</c>: something needs attention, and the report names it.</summary>
    public const int Attention = 3;

    /// <summary>Of <c>ship</c>: nothing failed, and files are left for another reason than their age.</summary>
    public const int Left = 4;

    /// <summary>A signal has stopped a verb of <c>longshore</c>.</summary>
    /// <param name="signal">The signal's number, such as 15.</param>
    public static int Stopped(int signal) => 128 + signal;
}
