using System.Globalization;
using System.Xml;

namespace Longshore.Sandbox.Demo;

/// <summary>The options of a command: <c>--name value</c> or <c>--name=value</c>, each once, none unknown.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">An option is unknown, lacks its value or stands twice.</exception>
    public Arguments(IReadOnlyList<string> words, params IReadOnlyList<string> known)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var (name, value) = Split(words[i]);
            if (!known.Contains(name))
                throw new UsageException($"{words[i]} is not known; this command takes {string.Join(", ", known)}.");
            if (value is null && ++i == words.Count)
                throw new UsageException($"{name} needs a value.");
            if (!_given.TryAdd(name, value ?? words[i]))
                throw new UsageException($"{name} stands twice.");
        }
    }

    public string? Text(string name) => _given.GetValueOrDefault(name);

    public string Required(string name) => Text(name) ?? throw new UsageException($"{name} is missing.");

    public int Whole(string name, int standard, int minimum, int maximum) => Text(name) is not { } text
        ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum
            && number <= maximum
            ? number
            : throw new UsageException($"{name} holds {text}; it takes a whole number from {minimum} to {maximum}.");

    public double Factor(string name, double standard) => Text(name) is not { } text
        ? standard
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            && number > 0
            ? number
            : throw new UsageException($"{name} holds {text}; it takes a number above 0.");

    /// <summary>One of the values, the first of which is the default.</summary>
    public string OneOf(string name, params ReadOnlySpan<string> values)
    {
        var text = Text(name) ?? values[0];
        return values.Contains(text)
            ? text : throw new UsageException($"{name} holds {text}; it takes {string.Join(", ", values)}.");
    }

    public TimeSpan Duration(string name, TimeSpan standard)
    {
        if (Text(name) is not { } text)
            return standard;
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new UsageException($"{name} holds {text}; it takes an ISO 8601 duration such as PT2S.");
        }
    }

    private static (string Name, string? Value) Split(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
    }
}
