namespace Longshore.Benchmarks.Processes;

/// <summary>What a whole process took, from its start to its end, children that it waited for included.</summary>
/// <param name="ExitCode">128 and the signal if one ended it, as a shell says it.</param>
/// <param name="Wall">Seconds.</param>
/// <param name="Cpu">Seconds, user and system.</param>
/// <param name="Peak">Bytes of resident memory at most.</param>
internal sealed record Usage(int ExitCode, double Wall, double Cpu, long Peak);
