using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Longshore.Stage;

/// <summary>Stands in front of one function and lets events suffer. Safe for concurrent use.</summary>
/// <param name="address">Where the function is now: it may have been started anew since an event was put aside.</param>
internal sealed class EventChaos(string function, Func<Uri> address) : IStartupFilter
{
    private const string Again = "x-fault-again";
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<HttpRequestMessage> _later = new();
    private List<(EventFault Fault, int Seen)> _active = [];
    private int _running;

    public string Function => function;

    public ConcurrentDictionary<EventFaultKind, int> Struck { get; } = new();

    /// <summary>Whether the function works on no event. One whose publisher has left may go on for a while.</summary>
    public bool Quiet => Volatile.Read(ref _running) == 0;

    public void Put(IEnumerable<EventFault> faults)
    {
        lock (_lock)
            _active = [.. faults.Where(fault => fault.Function == Function).Select(fault => (fault, 0))];
    }

    /// <summary>Delivers once more what was to be redelivered.</summary>
    public async Task RedeliverAsync(CancellationToken cancellation)
    {
        while (_later.TryDequeue(out var request))
        {
            request.RequestUri = new Uri(address(), request.RequestUri!.PathAndQuery);
            using var response = await Client.SendAsync(request, cancellation);
            Assert.True((int)response.StatusCode is 200 or 202 or 400 or 500 or 503,
                $"An answer of {response.StatusCode} to a second delivery");
            request.Dispose();
        }
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (http, handle) =>
        {
            Interlocked.Increment(ref _running);
            try
            {
                if (http.Request.Method != "POST" || http.Request.Headers.ContainsKey(Again))
                    await handle();
                else
                    await SufferAsync(http, handle);
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        });
        next(app);
    };

    private async Task SufferAsync(HttpContext http, Func<Task> handle)
    {
        var strikes = Strikes();
        if (strikes.Length == 0)
        {
            await handle();
            return;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        http.Request.Body = new MemoryStream(body.ToArray());
        Task<HttpResponseMessage>? twin = null;
        var lost = false;
        foreach (var fault in strikes)
        {
            Struck.AddOrUpdate(fault.Kind, 1, (_, count) => count + 1);
            switch (fault.Kind)
            {
                case EventFaultKind.Duplicated:
                    twin = Client.SendAsync(Copy(http, body.ToArray()), CancellationToken.None);
                    break;
                case EventFaultKind.Delayed:
                    await Task.Delay(fault.Delay, http.RequestAborted);
                    break;
                case EventFaultKind.Dropped:
                    http.Response.StatusCode = StatusCodes.Status202Accepted;
                    return;
                case EventFaultKind.AnswerLost:
                    lost = true;
                    break;
                default:
                    _later.Enqueue(Copy(http, body.ToArray()));
                    break;
            }
        }

        if (lost)
            http.Response.Body = Stream.Null;
        try
        {
            await handle();
        }
        finally
        {
            // It is on its way whatever became of the first, and the function is not quiet before it is answered.
            if (twin is not null)
                (await twin).Dispose();
        }

        if (lost)
            http.Abort();
    }

    private EventFault[] Strikes()
    {
        lock (_lock)
        {
            var struck = new List<EventFault>();
            for (var i = 0; i < _active.Count; i++)
            {
                var (fault, seen) = _active[i];
                _active[i] = (fault, seen + 1);
                if (seen >= fault.Skip && seen < fault.Skip + fault.Count)
                    struck.Add(fault);
            }

            return [.. struck];
        }
    }

    private static HttpRequestMessage Copy(HttpContext http, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post,
            new Uri($"http://{http.Request.Host}{http.Request.Path}"))
        { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in http.Request.Headers)
        {
            if (name.StartsWith("ce-", StringComparison.OrdinalIgnoreCase)
                || name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
                request.Content.Headers.TryAddWithoutValidation(name, value.ToString());
        }

        request.Headers.Add(Again, "1");
        return request;
    }
}
