
namespace Longshore.Cli;

/// <summary>The arguments of a verb: <c>--flag</c>, <c>--name value</c> or <c>--name=value</c>, each once, and words, in any order.</summary>
internal sealed class VerbArguments
{
    private readonly Dictionary<string, string> given = new(StringComparer.Ordinal);

    private readonly List<string> words = [];

    private VerbArguments()
    {
    }

    /// <summary>The value of an option; null if it is not given.</summary>
    public string? this[string name] => given.GetValueOrDefault(name);

    /// <summary>Arguments that do not begin with a dash, in their order.</summary>
    public IReadOnlyList<string> Words => words;

    /// <param name="arguments">Without the verb.</param>
    /// <param name="flags">Known options without a value, with their dashes.</param>
    /// <param name="options">Known options with a value.</param>
    /// <param name="mostWords">How many words may stand among them.</param>
    /// <exception cref="UsageException">An argument is not known, lacks its value, has one too many, or is given twice.</exception>
    public static VerbArguments Parse(
        IReadOnlyList<string> arguments, IReadOnlyList<string> flags, IReadOnlyList<string> options, int mostWords = 0)
    {
        var read = new VerbArguments();
        for (var index = 0; index < arguments.Count; index++)
        {
            if (read.words.Count < mostWords && !arguments[index].StartsWith('-'))
            {
                read.words.Add(arguments[index]);
                continue;
            }

            var (name, value) = arguments[index].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[index], null);
            if (flags.Contains(name))
            {
                if (value is not null)
                    throw new UsageException($"{name} takes no value.");
                value = "";
            }
            else if (!options.Contains(name))
            {
                throw new UsageException($"'{arguments[index]}' is not known; known are {string.Join(", ", flags.Concat(options))}.");
            }
            else if (value is null && ++index < arguments.Count)
            {
                value = arguments[index];
            }

            if (string.IsNullOrEmpty(value) && !flags.Contains(name))
                throw new UsageException($"{name} lacks its value.");
            if (!read.given.TryAdd(name, value!))
                throw new UsageException($"{name} is given twice.");
        }

        return read;
    }

    public bool Has(string flag) => given.ContainsKey(flag);
}
