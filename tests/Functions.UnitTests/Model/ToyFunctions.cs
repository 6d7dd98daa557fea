using System.Text;
using CloudNative.CloudEvents;
using Longshore.App.Events;
using Longshore.Core.Scan;
using Longshore.Model;
using Longshore.Model.Events;
using Longshore.Store;
using Longshore.Volumes;

namespace Longshore.UnitTests.Model;

/// <summary>What the toy functions were called with, and what holds them.</summary>
internal sealed class ToyRecord
{
    private readonly List<FunctionContext> _calls = [];

    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScanRequested? Data { get; set; }

    public string? Letter { get; set; }

    public IReadOnlyList<FunctionContext> Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    public void Add(FunctionContext context)
    {
        lock (_calls)
            _calls.Add(context);
    }
}

/// <summary>Data with a member that is required.</summary>
internal sealed record ToyFiles
{
    public required BatchFile[] Files { get; init; }
}

/// <summary>Replies with what it got, or with nothing.</summary>
[Function("echo")]
internal sealed class EchoFunction(ToyRecord record)
{
    [CloudEventTrigger("toy.echo", EventTypes.Ping)]
    public Task<CloudEvent?> RunAsync(ScanRequested data, FunctionContext context, CancellationToken cancellation)
    {
        record.Add(context);
        record.Data = data;
        return Task.FromResult<CloudEvent?>(
            context.Reply("toy.echoed", "/toy/echo", data.Prefix ?? "", data, EventJson.Default.ScanRequested, "s3://bucket/é",
                context.Hops + 1));
    }

    [CloudEventTrigger("toy.files")]
    public Task<CloudEvent?> TakeFilesAsync(ToyFiles data, FunctionContext context, CancellationToken cancellation)
    {
        record.Add(context);
        return Task.FromResult<CloudEvent?>(null);
    }
}

/// <summary>Throws what the event's subject names.</summary>
[Function("thrower")]
internal sealed class ThrowingFunction(ToyRecord record)
{
    [CloudEventTrigger("toy.throw")]
    public Task<CloudEvent?> RunAsync(ScanRequested data, FunctionContext context, CancellationToken cancellation)
    {
        record.Add(context);
        if (context.Event.Subject == "replies badly")
            return Task.FromResult<CloudEvent?>(new CloudEvent { Type = "toy.incomplete" });
        throw context.Event.Subject switch
        {
            "bad" => new RejectedException("The path is outside the volume."),
            "volume" => new VolumeUnavailableException("Volume__Root is not there."),
            "store" => new StoreUnavailableException("S3__Bucket throttles."),
            "sink" => new EventSinkException("The sink answered 500."),
            "cancelled" => new OperationCanceledException(),
            _ => new InvalidOperationException("hunter2"),
        };
    }
}

/// <summary>Waits for its release or for its tokens, as its event's subject says.</summary>
[Function("waiter")]
internal sealed class WaitingFunction(ToyRecord record)
{
    [CloudEventTrigger("toy.wait")]
    public async Task<CloudEvent?> RunAsync(ScanRequested data, FunctionContext context, CancellationToken cancellation)
    {
        record.Add(context);
        var token = context.Event.Subject == "parks" ? cancellation : context.Event.Subject == "aborts" ? context.Abort : default;
        record.Started.TrySetResult();
        try
        {
            await record.Release.Task.WaitAsync(token);
        }
        catch (OperationCanceledException) when (context.Event.Subject == "parks")
        {
            return context.Reply("toy.remainder", "/toy/waiter", "rest", data, EventJson.Default.ScanRequested);
        }

        return null;
    }
}

/// <summary>Keeps the bytes of dead letters.</summary>
[Function("letters")]
internal sealed class LetterFunction(ToyRecord record)
{
    [DeadLetterTrigger]
    public Task<CloudEvent?> RunAsync(ReadOnlyMemory<byte> data, FunctionContext context, CancellationToken cancellation)
    {
        record.Add(context);
        record.Letter = Encoding.UTF8.GetString(data.Span);
        return Task.FromResult<CloudEvent?>(null);
    }
}

/// <summary>Answers GET: with a page, with what was accepted, never, or with an error.</summary>
[Function("page")]
internal sealed class PageFunction(ToyRecord record)
{
    [HttpGetTrigger("/", "/toy", "/toy/waits", "/toy/throws", "/toy/down")]
    public async Task<HttpGetAnswer> GetAsync(HttpGetRequest request, CancellationToken cancellation)
    {
        record.Letter = request.Path;
        switch (request.Path)
        {
            case "/":
                return new HttpGetAnswer(302, "text/plain; charset=utf-8", default) { Location = "/toy" };
            case "/toy/waits":
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                break;
            case "/toy/throws":
                throw new InvalidOperationException("secret");
            case "/toy/down":
                throw new StoreUnavailableException("check S3__Bucket");
        }

        return new HttpGetAnswer(200, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes($"accepts {request.Accept}"));
    }
}
