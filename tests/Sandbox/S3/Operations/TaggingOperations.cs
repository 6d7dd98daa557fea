using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.S3.Operations;

internal static class TaggingOperations
{
    public static Task GetAsync(S3Request request)
    {
        var stored = ObjectLookup.Find(request);
        return Respond.XmlAsync(request, "Tagging", writer =>
        {
            writer.WriteStartElement("TagSet");
            foreach (var (key, value) in stored.Tags)
            {
                writer.WriteStartElement("Tag");
                writer.WriteElementString("Key", key);
                writer.WriteElementString("Value", value);
                writer.WriteEndElement();
            }
            writer.WriteEndElement();
        });
    }

    public static async Task PutAsync(S3Request request)
    {
        var received = await RequestBody.ReadAsync(request);
        RequestChecksum.Check(request, received);
        ObjectLookup.Find(request).Tags = ObjectTags.FromXml(RequestXml.Parse(received.Body, "Tagging"));
        await Respond.EmptyAsync(request);
    }

    public static Task DeleteAsync(S3Request request)
    {
        ObjectLookup.Find(request).Tags = [];
        return Respond.EmptyAsync(request, 204);
    }
}
