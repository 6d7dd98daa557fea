using System.CommandLine;
using Longshore.Cli;

namespace Longshore.UnitTests.Cli;

internal static class VerbParsing
{
    /// <exception cref="UsageException">An argument is not known, lacks its value, or is given twice.</exception>
    public static ParseResult ParseStrictly(this Verb verb, IReadOnlyList<string> arguments)
    {
        var parsed = verb.Parse(arguments, CommandLine.Parsing);
        return ParseProblem.Of(parsed, arguments) is { } problem ? throw new UsageException(problem) : parsed;
    }
}
