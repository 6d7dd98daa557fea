namespace Longshore.Sandbox.Knative;

/// <summary>
/// Where events go: a Knative Service with an optional path, or the Broker. Knative calls it a duck-typed sink.
/// </summary>
/// <param name="Kind"><c>Service</c> or <c>Broker</c>.</param>
/// <param name="Name">Name of that object, in the namespace of the manifest that refers to it.</param>
/// <param name="Path">Relative reference that is resolved against the object's address; null for the address itself.</param>
/// <param name="Audience">For whom the token is that is sent along while OIDC is on; null: none is sent.</param>
/// <param name="Field">File and field, for messages.</param>
internal sealed record Destination(string Kind, string Name, string? Path, string? Audience, string Field)
{
    /// <summary>
    /// Reads <c>ref</c>, <c>uri</c> and <c>audience</c>. An absolute <c>uri</c> is refused: the sandbox reaches only what it
    /// starts.
    /// </summary>
    public static Destination Read(ManifestNode node)
    {
        node.Only("ref", "uri", "audience");
        var target = node["ref"].Only("apiVersion", "kind", "name", "namespace");
        var kind = target["kind"].Text();
        var version = target["apiVersion"].OptionalText();
        var expected = kind switch
        {
            "Service" => "serving.knative.dev/v1",
            "Broker" => "eventing.knative.dev/v1",
            _ => throw target["kind"].Wrong($"is {kind}; the sandbox delivers to a Knative Service or a Broker"),
        };
        if (version != expected)
            throw target["apiVersion"].Wrong($"is {version ?? "missing"}; for a {kind} it must be {expected}");
        var path = node["uri"].OptionalText();
        if (path is not null && !path.StartsWith('/'))
            throw node["uri"].Wrong($"is {path}; beside a ref it must be a path that starts with a slash");
        return new Destination(kind, target["name"].Text(), path, node["audience"].OptionalText(), $"{node.File}: {node.Field}");
    }
}
