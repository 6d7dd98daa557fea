namespace Longshore.Model.Auth;

/// <summary>Whose events this function takes: settings <c>EventAuth__*</c>.</summary>
internal sealed class EventAuthOptions
{
    public const string Section = "EventAuth";

    /// <summary>Whether an event needs a token. Default false. Pages and probes never need one.</summary>
    public bool Required { get; set; }

    /// <summary>
    /// The audience of this function alone, as the Triggers name it in <c>subscriber.audience</c> or
    /// <c>deadLetterSink.audience</c>. A token for several audiences passes if this is one of them.
    /// </summary>
    public string? Audience { get; set; }

    /// <summary>
    /// The ServiceAccounts whose tokens are taken: a name in this pod's own namespace, or a whole
    /// <c>system:serviceaccount:NAMESPACE:NAME</c>.
    /// </summary>
    public string[] Subjects { get; set; } = [];
}

/// <summary>Checks <see cref="EventAuthOptions"/> where this process takes events.</summary>
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
