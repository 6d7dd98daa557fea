namespace Longshore.Files;
internal enum TrashResult { NotDeleted = 0, Deleted, Gone, Changed, PutBack, Failed }
internal readonly record struct TrashOutcome(TrashResult Result, string? Reason);
internal sealed record TrashSettlement(int PutBack, int Renamed);
internal enum TrashStep {A}
internal sealed class TrashCan { }
internal sealed class GlobSet { public static GlobSet Parse(IEnumerable<string> x)=>new(); public bool IsMatch(string s)=>false; }
internal readonly record struct ReadinessX(bool IsReady, string Reason);
internal static class ReadinessDecision { public static ReadinessX Decide(FileStat stat,long? size,Timestamp? m,Timestamp now,TimeSpan age,WriterState w,bool ignored)=>default; }
