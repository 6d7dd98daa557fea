namespace Longshore.Sandbox.Knative;

/// <summary>
/// A CloudEvent 1.0 as it travels between broker and subscribers. Attributes are kept in their string form, under their
/// lower-case names; extensions stand among them. Source: CloudEvents 1.0.2, "Context Attributes".
/// </summary>
/// <param name="Attributes">At least <c>id</c>, <c>source</c>, <c>specversion</c> and <c>type</c>, none of them empty.</param>
/// <param name="Data">The payload as bytes, empty if there is none.</param>
internal sealed record WireEvent(IReadOnlyDictionary<string, string> Attributes, ReadOnlyMemory<byte> Data)
{
    public string Id => Attributes["id"];

    public string Source => Attributes["source"];

    public string Type => Attributes["type"];

    public string? DataContentType => Attributes.GetValueOrDefault("datacontenttype");

    /// <summary>A new event with JSON data, or none.</summary>
    public static WireEvent Create(string id, string source, string type, ReadOnlyMemory<byte> json) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = source,
            ["type"] = type,
            ["datacontenttype"] = "application/json",
        }, json);

    /// <summary>The same event with these attributes set, or removed where the value is null.</summary>
    public WireEvent With(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var attributes = new Dictionary<string, string>(Attributes, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            if (value is null)
                attributes.Remove(name);
            else
                attributes[name] = value;
        }

        return this with { Attributes = attributes };
    }
}
