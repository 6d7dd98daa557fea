using Longshore.Core.DeadLetters;
using Longshore.Store;

namespace Longshore.App.DeadLetters;

/// <summary>
/// Keeps events that could not be handled. If the store fails, the answer is 503 and Knative tries again. An event that is kept
/// already gets the same answer as a new one. An event that died again after a replay gets a further letter.
/// </summary>
[Function("deadletter")]
public sealed class DeadLetterFunction(DeadLetterStore letters, TimeProvider time, ILogger<DeadLetterFunction> log)
{
    [DeadLetterTrigger]
    public async Task<CloudEvent?> RunAsync(ReadOnlyMemory<byte> data, FunctionContext context, CancellationToken cancellation)
    {
        var e = context.Event;
        var letter = LetterOf(context, time.GetUtcNow());
        try
        {
            var day = DeadLetterEvent.DayOf(e, letter.ReceivedAt);
            var name = letters.NameOf(day, e.Source!.OriginalString, DeadLetterEvent.IdOf(e), e.Time);
            var (key, isNew) = await letters.KeepAsync(name, DeadLetterEvent.ReplaysOf(e), letter, cancellation);
            if (isNew)
                Metrics.DeadLetter(EventTypes.All.Contains(e.Type!) ? e.Type : null, letter.ErrorCode);
            log.DeadLetterKept(key, e.Type!, e.Id!, letter.ErrorCode ?? "none", isNew);
            return null;
        }
        catch (RequestRefusedException error)
        {
            // No other place keeps the event: the answer asks for a retry until a person repairs the store's settings.
            throw new StoreUnavailableException($"The dead letter was refused by the store ({error.Code}).", error);
        }
    }

    private static DeadLetter LetterOf(FunctionContext context, DateTimeOffset now)
    {
        var e = context.Event;
        var errorData = e[DeathExtensions.ErrorData]?.ToString();
        return new()
        {
            Schema = DeadLetter.CurrentSchema,
            ReceivedAt = now,
            Deaths = 1,
            ErrorCode = e[DeathExtensions.ErrorCode]?.ToString(),
            ErrorDestination = e[DeathExtensions.ErrorDestination]?.ToString(),
            ErrorData = errorData,
            Reason = DeathReason.Of(errorData),
            Headers = new(context.Headers.Where(static header => DeliveryHeaders.IsKept(header.Key))
                .ToDictionary(header => header.Key, header => header.Value), StringComparer.OrdinalIgnoreCase),
            Event = DeadLetterEvent.ToJson(e),
        };
    }
}
