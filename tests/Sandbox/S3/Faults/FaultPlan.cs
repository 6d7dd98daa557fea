namespace Longshore.Sandbox.S3.Faults;

/// <summary>What one request must suffer; the default is nothing.</summary>
internal sealed class FaultPlan
{
    public static readonly FaultPlan None = new();

    public bool SlowDown { get; set; }
    public bool InternalError { get; set; }
    public bool AccessDenied { get; set; }
    public bool Archived { get; set; }
    public bool WebPage { get; set; }
    public bool MissingPage { get; set; }
    public bool ExpiredToken { get; set; }
    public bool Conflict { get; set; }
    public bool LoseResponse { get; set; }
    public bool WrongChecksum { get; set; }
    public bool CorruptBody { get; set; }
    public TimeSpan Delay { get; set; }
    public long? CutRequestAfter { get; set; }
    public long? CutResponseAfter { get; set; }
    public long? TruncateAfter { get; set; }

    public void Add(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.SlowDown:
                SlowDown = true;
                break;
            case FaultKind.InternalError:
                InternalError = true;
                break;
            case FaultKind.AccessDenied:
                AccessDenied = true;
                break;
            case FaultKind.Archived:
                Archived = true;
                break;
            case FaultKind.MissingPage:
                WebPage = MissingPage = true;
                break;
            case FaultKind.WebPage:
                WebPage = true;
                break;
            case FaultKind.Latency:
                Delay += fault.Delay;
                break;
            case FaultKind.ExpiredToken:
                ExpiredToken = true;
                break;
            case FaultKind.Conflict:
                Conflict = true;
                break;
            case FaultKind.CutRequest:
                CutRequestAfter = fault.AfterBytes;
                break;
            case FaultKind.CutResponse:
                CutResponseAfter = fault.AfterBytes;
                break;
            case FaultKind.TruncateBody:
                TruncateAfter = fault.AfterBytes;
                break;
            case FaultKind.CorruptBody:
                CorruptBody = true;
                break;
            case FaultKind.WrongChecksum:
                WrongChecksum = true;
                break;
            case FaultKind.LostResponse:
                LoseResponse = true;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "Unknown kind of fault");
        }
    }
}
