using System.Text.Json;
using CloudNative.CloudEvents;
using Longshore.Events;
using Longshore.Hosting;
using Longshore.Storage.Objects;
using Longshore.Telemetry;

namespace Longshore.DeadLetters;

/// <summary>
/// Keeps what could not be handled. An event whose storing fails is answered 503, so that Knative tries again; one that
/// is kept already is answered as if it were new.
/// </summary>
[Function("deadletter")]
internal sealed class DeadLetterFunction(S3Store objects, StateKeys keys, TimeProvider time, ILogger<DeadLetterFunction> log)
{
    /// <summary>Knative's attributes on a dead letter. Source: Knative Eventing, "Handling Delivery Failure".</summary>
    private const string ErrorCode = "knativeerrorcode";
    private const string ErrorDestination = "knativeerrordest";
    private const string ErrorData = "knativeerrordata";

    private static readonly HashSet<string> Secret = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie", "Proxy-Authorization" };

    [DeadLetterTrigger]
    public async Task<CloudEvent?> RunAsync(ReadOnlyMemory<byte> data, FunctionContext context, CancellationToken cancellation)
    {
        var e = context.Event;
        var now = time.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(new DeadLetter
        {
            Schema = DeadLetter.CurrentSchema,
            ReceivedAt = now,
            ErrorCode = e[ErrorCode]?.ToString(),
            ErrorDestination = e[ErrorDestination]?.ToString(),
            ErrorData = e[ErrorData]?.ToString(),
            Headers = new SortedDictionary<string, string>(
                context.Headers.Where(header => !Secret.Contains(header.Key) && !header.Key.StartsWith("ce-", StringComparison.OrdinalIgnoreCase))
                    .ToDictionary(header => header.Key, header => header.Value), StringComparer.OrdinalIgnoreCase),
            Event = EventOf(e),
        }, DeadLetterJson.Default.DeadLetter);
        var key = keys.DeadLetter(e.Time ?? now, e.Source!.ToString(), e.Id!, e.Time?.ToString("O"));
        var put = await objects.PutAsync(key, body, Sha256.Base64(body), null, cancellation).ConfigureAwait(false);
        log.DeadLetterKept(key, e.Type!, e.Id!, e[ErrorCode]?.ToString() ?? "none", put.Result == WriteResult.Written);
        return null;
    }

    private static JsonElement EventOf(CloudEvent e)
    {
        var bytes = EventFormat.Json.EncodeStructuredModeMessage(e, out _);
        using var document = JsonDocument.Parse(bytes);
        var kept = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.Name is not (ErrorCode or ErrorDestination or ErrorData))
                kept[member.Name] = member.Value.Clone();
        }

        return JsonSerializer.SerializeToElement(kept, DeadLetterEventJson.Default.DictionaryStringJsonElement);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class DeadLetterEventJson : System.Text.Json.Serialization.JsonSerializerContext;
