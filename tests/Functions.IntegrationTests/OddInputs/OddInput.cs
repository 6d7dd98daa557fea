namespace Longshore.IntegrationTests.OddInputs;

/// <summary>One thing that may be wrong with a process: its environment, its arguments, its limits or its store.</summary>
/// <param name="Name">For the report of the test.</param>
internal sealed record OddInput(string Name)
{
    /// <summary>Variables over the usual ones; null removes one.</summary>
    public (string Name, string? Value)[] Environment { get; init; } = [];

    /// <summary>Arguments after those of the verb.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>The verbs that meet it; empty is all.</summary>
    public string[] Verbs { get; init; } = [];

    /// <summary>A line of bash before the program, such as <c>ulimit -n 20</c>.</summary>
    public string Before { get; init; } = ":";

    /// <summary>A redirection of the program.</summary>
    public string Redirection { get; init; } = "";

    /// <summary>The bytes that the store answers to every request; null is the sandbox's S3.</summary>
    public string? Answer { get; init; }

    /// <summary>The content of <c>appsettings.json</c> beside the program; null for none.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>Whether the JIT's runtime cannot start so, or cannot load the program's libraries.</summary>
    public bool IsForPublished { get; init; }

    /// <summary>Whether standard error can be read.</summary>
    public bool IsHeard { get; init; } = true;
}
