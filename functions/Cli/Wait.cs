namespace Longshore.Cli;

/// <summary>Says what a verb waits for, if that takes longer than a few seconds.</summary>
internal sealed class Wait(TextWriter errors, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <param name="what">What gives the answer.</param>
    public async Task<T> ForAsync<T>(Task<T> answer, string what)
    {
        using var end = new CancellationTokenSource();
        if (await Task.WhenAny(answer, Task.Delay(Patience, time, end.Token)) != answer)
            await errors.WriteLineAsync(PlainText.Of($"Waiting for {what}."));
        await end.CancelAsync();
        return await answer;
    }
}
