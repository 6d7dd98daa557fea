using System.Text.RegularExpressions;

namespace Longshore.Sandbox.Traces;

/// <summary>Odd and long names within a sentence.</summary>
internal static class Show
{
    private const int Longest = 120;

    public static string Text(string text) =>
        Regex.Escape(text) is var escaped && escaped.Length > Longest ? escaped[..Longest] + "…" : escaped;
}
