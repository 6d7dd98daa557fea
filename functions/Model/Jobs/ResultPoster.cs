namespace Longshore.Model.Jobs;

/// <summary>Posts a job's result, with <see cref="TriggerRetries"/>.</summary>
internal sealed class ResultPoster(IEventSink sink, TimeProvider time, ILogger<ResultPoster> logger)
{
    /// <returns>False if the sink did not take it, or the time was over before it did.</returns>
    public async Task<bool> PostAsync(CloudEvent e, CancellationToken cutOff)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await sink.EmitAsync(e, cutOff);
                Log.ResultPosted(logger, e.Type!, e.Id!);
                return true;
            }
            catch (EventSinkException error) when (attempt < TriggerRetries.Most && !cutOff.IsCancellationRequested)
            {
                var pause = TriggerRetries.Pause(attempt);
                Log.ResultNotPosted(logger, e.Type!, e.Id!, $"{error.Message} It is sent again in {pause.TotalSeconds:F0} s.");
                await Task.WhenAny(Task.Delay(pause, time, cutOff));
                if (cutOff.IsCancellationRequested)
                    return false;
            }
            catch (Exception error) when (error is EventSinkException or OperationCanceledException)
            {
                Log.ResultNotPosted(logger, e.Type!, e.Id!, error.Message);
                return false;
            }
        }
    }
}
