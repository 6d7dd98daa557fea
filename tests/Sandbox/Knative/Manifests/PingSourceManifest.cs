using System.Text;

namespace Longshore.Sandbox.Knative;

/// <summary>A <c>sources.knative.dev/v1</c> PingSource.</summary>
/// <param name="ContentType">Media type of the data; null if the manifest has none.</param>
/// <param name="Extensions">Attributes that <c>ceOverrides</c> adds to every event.</param>
internal sealed record PingSourceManifest(string Namespace, string Name, CronSchedule Schedule, string? ContentType,
    ReadOnlyMemory<byte> Data, Destination Sink, IReadOnlyDictionary<string, string> Extensions)
{
    public const string EventType = "dev.knative.sources.ping";

    public static PingSourceManifest Read(ManifestNode document, string space)
    {
        var spec = document["spec"].Only("schedule", "timezone", "contentType", "data", "dataBase64", "sink", "ceOverrides");
        if (spec["data"].Exists && spec["dataBase64"].Exists)
            throw spec["dataBase64"].Wrong("stands beside data; only one of them may");
        return new PingSourceManifest(space, document["metadata"]["name"].Text(), ReadSchedule(spec),
            spec["contentType"].OptionalText(), ReadData(spec), Destination.Read(spec["sink"]),
            spec["ceOverrides"].Only("extensions")["extensions"].Texts());
    }

    /// <summary>The event of one tick.</summary>
    /// <param name="id">Unique among the events of this source.</param>
    /// <param name="time">When it was sent.</param>
    public WireEvent Ping(string id, DateTimeOffset time)
    {
        var ping = WireEvent.Create(id, $"/apis/v1/namespaces/{Namespace}/pingsources/{Name}", EventType, Data)
            .With(("datacontenttype", ContentType),
                ("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
                    System.Globalization.CultureInfo.InvariantCulture)));
        return Extensions.Aggregate(ping, static (current, extension) => current.With((extension.Key, extension.Value)));
    }

    private static CronSchedule ReadSchedule(ManifestNode spec)
    {
        TimeZoneInfo zone;
        try
        {
            zone = TimeZoneInfo.FindSystemTimeZoneById(spec["timezone"].OptionalText() ?? "UTC");
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw spec["timezone"].Wrong(
                $"holds {spec["timezone"].Text()}, which this machine's time zone database does not have");
        }

        try
        {
            return CronSchedule.Parse(spec["schedule"].Text(), zone);
        }
        catch (FormatException e)
        {
            throw spec["schedule"].Wrong($"is no schedule: {e.Message.TrimEnd('.')}");
        }
    }

    private static byte[] ReadData(ManifestNode spec)
    {
        if (!spec["dataBase64"].Exists)
            return Encoding.UTF8.GetBytes(spec["data"].OptionalText() ?? "");
        try
        {
            return Convert.FromBase64String(spec["dataBase64"].Text());
        }
        catch (FormatException)
        {
            throw spec["dataBase64"].Wrong("is not base64");
        }
    }
}
