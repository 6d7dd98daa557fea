namespace Longshore.Model.Auth;

/// <summary>The senders whose events this function accepts: settings <c>EventAuth__*</c>.</summary>
internal sealed class EventAuthOptions
{
    public const string Section = "EventAuth";

    /// <summary>Whether an event needs a token. Default false. Pages and probes never need one.</summary>
    public bool Required { get; set; }

    /// <summary>
    /// The audience of only this function, from the Triggers' <c>subscriber.audience</c> or <c>deadLetterSink.audience</c>. A
    /// token for several audiences is accepted if this is one of them.
    /// </summary>
    public string? Audience { get; set; }

    /// <summary>
    /// The ServiceAccounts whose tokens are accepted: a name in this pod's namespace, or
    /// <c>system:serviceaccount:NAMESPACE:NAME</c>.
    /// </summary>
    public string[] Subjects { get; set; } = [];
}

/// <summary>Checks <see cref="EventAuthOptions"/> if this process takes events.</summary>
internal sealed class EventAuthOptionsValidator(FunctionTable table) : IValidateOptions<EventAuthOptions>
{
    public ValidateOptionsResult Validate(string? name, EventAuthOptions options)
    {
        if (!options.Required || !table.TakesEvents)
            return ValidateOptionsResult.Success;
        List<string> problems = [.. options.Subjects.Where(static subject => !Subject.IsOne(subject)).Select(static subject =>
            $"EventAuth__Subjects holds '{subject}'; it takes names of ServiceAccounts, or "
            + "system:serviceaccount:NAMESPACE:NAME.")];
        if (string.IsNullOrWhiteSpace(options.Audience))
            problems.Add("EventAuth__Audience is empty; EventAuth__Required=true needs the audience that the Triggers name.");
        if (options.Subjects.Length == 0)
            problems.Add("EventAuth__Subjects is empty; EventAuth__Required=true needs the ServiceAccounts of the Triggers.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

/// <summary>The subject of a ServiceAccount's token. Source: Kubernetes, "Authenticating", service account tokens.</summary>
internal static class Subject
{
    private const string Prefix = "system:serviceaccount:";

    /// <summary>Whether a text is the name of a ServiceAccount or a whole subject.</summary>
    public static bool IsOne(string text) => text.Split(':') switch
    {
        [var name] => IsName(name),
        ["system", "serviceaccount", var ns, var name] => IsName(ns) && IsName(name),
        _ => false,
    };

    /// <summary>The whole subject.</summary>
    /// <param name="ns">Gives the namespace for a text that is only a name.</param>
    public static string Of(string text, Func<string> ns) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) ? text : $"{Prefix}{ns()}:{text}";

    /// <summary>By the rule for names of Kubernetes objects, RFC 1123.</summary>
    private static bool IsName(string text) =>
        text.Length is > 0 and <= 253
        && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
