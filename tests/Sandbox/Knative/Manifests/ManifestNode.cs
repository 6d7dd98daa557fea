using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Longshore.Sandbox.Knative;

/// <summary>A place in a manifest, which knows its file and field so that every refusal can name them.</summary>
/// <param name="File">The manifest's file name, relative to the folder that was loaded.</param>
/// <param name="Field">Dotted path from the document's root, such as <c>spec.delivery.retry</c>.</param>
/// <param name="Yaml">What stands there; null if the field is absent.</param>
internal readonly record struct ManifestNode(string File, string Field, YamlNode? Yaml)
{
    public bool Exists =>
        Yaml is not (null or YamlScalarNode { Value: null or "" or "~" or "null", Style: YamlDotNet.Core.ScalarStyle.Plain });

    /// <summary>The member of that name, which need not exist.</summary>
    public ManifestNode this[string name] => new(File, Field.Length == 0 ? name : $"{Field}.{name}",
        Exists && Mapping().Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null);

    public string? OptionalText() => Exists ? Scalar().Value : null;

    public string Text() => OptionalText() is { Length: > 0 } text ? text : throw Wrong("is missing or empty");

    public int? OptionalWhole() => OptionalText() is not { } text
        ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : throw Wrong($"holds \"{text}\"; it takes a whole number from 0");

    public TimeSpan? OptionalDuration() => OptionalText() is not { } text
        ? null
        : IsoDuration.TryParse(text, out var span)
            ? span
            : throw Wrong($"holds \"{text}\"; it takes an ISO 8601 duration such as PT1S, without years and months");

    public IEnumerable<ManifestNode> Items()
    {
        if (!Exists)
            yield break;
        if (Yaml is not YamlSequenceNode sequence)
            throw Wrong("must be a list");
        for (var i = 0; i < sequence.Children.Count; i++)
            yield return new ManifestNode(File, $"{Field}[{i}]", sequence.Children[i]);
    }

    /// <summary>The members of a mapping whose values are text.</summary>
    public IReadOnlyDictionary<string, string> Texts()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Names())
            found.Add(name, this[name].OptionalText() ?? "");
        return found;
    }

    public IEnumerable<string> Names() => Exists ? Mapping().Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? "") : [];

    /// <summary>Refuses a mapping that has a member besides these: what is not understood must not be ignored.</summary>
    public ManifestNode Only(params ReadOnlySpan<string> known)
    {
        foreach (var name in Names())
        {
            if (!known.Contains(name))
                throw this[name].Wrong($"is not understood by the sandbox, which knows {string.Join(", ", known)}");
        }

        return this;
    }

    public ManifestException Wrong(string what) => new($"{File}: {(Field.Length == 0 ? "the document" : Field)} {what}.");

    private YamlMappingNode Mapping() => Yaml as YamlMappingNode ?? throw Wrong("must be a mapping");

    private YamlScalarNode Scalar() => Yaml as YamlScalarNode ?? throw Wrong("must be a single value");
}
