using System.Text.RegularExpressions;

namespace Longshore.Cli;

/// <summary>Puts the words that a person typed in place of the settings behind them, in any message.</summary>
internal static class OptionNames
{
    /// <summary>
    /// A setting that an option gave is called as the option, such as <c>--min-age</c> for <c>Schedule__MinAge</c>. One that has
    /// no value anywhere is called by both names if the message begins with it. One from the environment keeps its name, and so
    /// does every name in a message about a name.
    /// </summary>
    public static string In(string message, ParseResult parsed)
    {
        if (parsed.CommandResult.Command is not Verb verb || message.Contains(" is not a setting", StringComparison.Ordinal))
            return message;
        foreach (var (setting, option) in verb.Settings)
        {
            if (!message.Contains(setting, StringComparison.Ordinal))
                continue;
            if (parsed.GetResult(option) is { Implicit: false })
            {
                // Some messages name both.
                message = message.Replace($"{setting} or {option.Name}", setting, StringComparison.Ordinal);
                message = Replace(message, setting, option.Name);
            }
            else if (message.StartsWith(setting + " is empty", StringComparison.Ordinal)
                && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(setting)))
                message = $"{option.Name} ({setting}){message[setting.Length..]}";
        }

        // The option gives STS the same address, unless a setting gives another.
        if (verb.Settings.FirstOrDefault(static each => each.Setting == S3Options.ServiceUrlName).Option is { } endpoint
            && parsed.GetResult(endpoint) is { Implicit: false }
            && message.Contains("S3__StsUrl", StringComparison.Ordinal)
            && string.IsNullOrEmpty(FunctionHost.AddSources(new ConfigurationBuilder()).Build()["S3:StsUrl"]))
            message = Replace(message, "S3__StsUrl", endpoint.Name);
        return verb.Place?.NamesIn(message, parsed) ?? message;
    }

    /// <summary>Replaces a whole name, and no part of a longer one.</summary>
    public static string Replace(string message, string setting, string by) =>
        Regex.Replace(message, $@"\b{setting}\b", _ => by, RegexOptions.CultureInvariant);
}
