using System.Xml.Linq;
using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>An object's tags: at most 10, keys up to 128 characters and unique, values up to 256.</summary>
internal static class ObjectTags
{
    public const string Header = "x-amz-tagging";

    /// <summary>The tags of the <c>x-amz-tagging</c> header, written as a query string.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> FromHeader(S3Request request) =>
        request.Header(Header) is { } text ? Check(Query.Parse(text).Pairs) : [];

    public static IReadOnlyList<KeyValuePair<string, string>> FromXml(XElement tagging) => Check(
    [
        .. tagging.Descendants().Where(node => node.Name.LocalName == "Tag")
            .Select(tag =>
                new KeyValuePair<string, string>(RequestXml.Child(tag, "Key") ?? "", RequestXml.Child(tag, "Value") ?? "")),
    ]);

    private static IReadOnlyList<KeyValuePair<string, string>> Check(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (tags.Count > 10)
            throw new S3Exception(400, "BadRequest", "Object tags cannot be greater than 10");
        if (tags.Any(tag => tag.Key.Length is 0 or > 128 || tag.Value.Length > 256))
            throw new S3Exception(400, "InvalidTag", "The tag's key or value is too long, or the key is empty");
        if (tags.DistinctBy(tag => tag.Key).Count() != tags.Count)
            throw new S3Exception(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
        return tags;
    }
}
