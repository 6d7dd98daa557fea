using Longshore.Core.Ship;

namespace Longshore.Stage;

internal static class GatePlaces
{
    /// <summary>How many uploads may begin now.</summary>
    public static async Task<int> FreeAsync(this AdaptiveGate gate)
    {
        using var cancel = new CancellationTokenSource();
        var places = 0;
        while (gate.EnterAsync(cancel.Token).IsCompleted)
            places++;
        await cancel.CancelAsync();
        for (var place = 0; place < places; place++)
            gate.Used(succeeded: false, bytes: 0, keep: false);
        return places;
    }
}
