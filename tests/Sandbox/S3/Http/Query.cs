using System.Globalization;

namespace Longshore.Sandbox.S3.Http;

/// <summary>The decoded query string; names are case-sensitive, a name without <c>=</c> has an empty value.</summary>
internal sealed class Query
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    public string? this[string name]
    {
        get
        {
            foreach (var pair in _pairs)
            {
                if (pair.Key == name)
                    return pair.Value;
            }
            return null;
        }
    }

    public bool Has(string name) => this[name] is not null;

    /// <summary>A whole number within bounds, or S3's InvalidArgument.</summary>
    public int Number(string name, int fallback, int least, int most)
    {
        if (this[name] is not { Length: > 0 } text)
            return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            && number <= most)
            return number;
        throw S3Errors.InvalidArgument(name, text, $"Argument {name} must be an integer between {least} and {most}");
    }

    public static Query Parse(ReadOnlySpan<char> text)
    {
        var query = new Query();
        foreach (var range in text.Split('&'))
        {
            var item = text[range];
            if (item.IsEmpty)
                continue;
            var equals = item.IndexOf('=');
            var name = UrlText.Decode(equals < 0 ? item : item[..equals], plusIsSpace: true);
            var value = equals < 0 ? "" : UrlText.Decode(item[(equals + 1)..], plusIsSpace: true);
            if (name is null || value is null)
                throw new S3Exception(400, "InvalidURI", "Couldn't parse the specified URI.");
            query._pairs.Add(new(name, value));
        }
        return query;
    }
}
