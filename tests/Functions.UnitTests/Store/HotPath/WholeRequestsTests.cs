using System.Text;
using Longshore.Store.HotPath;

namespace Longshore.UnitTests.Store.HotPath;

public sealed class WholeRequestsTests : IDisposable
{
    private readonly Writes _wire = new();
    private readonly WholeRequests _stream;

    public WholeRequestsTests() => _stream = new WholeRequests(_wire);

    [Fact]
    public async Task Write_HeadThenBody_GoesAtOnce()
    {
        await WriteAsync(Head(5));
        Assert.Empty(_wire.Taken);
        await WriteAsync("12345");
        Assert.Equal([Head(5) + "12345"], _wire.Taken);
    }

    [Fact]
    public async Task Write_BodyInPieces_GoesWithTheLast()
    {
        await WriteAsync(Head(5) + "1");
        await WriteAsync("234");
        Assert.Empty(_wire.Taken);
        await WriteAsync("5");
        Assert.Equal([Head(5) + "12345"], _wire.Taken);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("no request")]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 5")]
    [InlineData("PUT / HTTP/1.1\r\n\r\nbody\r\nContent-Length: 900\r\n")]
    public async Task Write_NothingToWaitFor_GoesOn(string request)
    {
        await WriteAsync(request);
        Assert.Equal([request], _wire.Taken);
    }

    [Fact]
    public async Task Write_LargeBody_IsNotCopied()
    {
        var body = new string('x', 100_000);
        await WriteAsync(Head(body.Length));
        await WriteAsync(body);
        Assert.Equal([Head(body.Length), body], _wire.Taken);
    }

    [Fact]
    public async Task Write_LargeBodyThatHoldsAHead_IsBody()
    {
        var body = "HTTP/1.1 200 OK\r\nContent-Length: 64000\r\n\r\n" + new string('x', 66_000);
        await WriteAsync(Head(body.Length) + body[..100]);
        await WriteAsync(body[100..60_000]);
        await WriteAsync(body[60_000..]);
        Assert.Equal(Head(body.Length) + body, string.Concat(_wire.Taken));
        await WriteAsync(Head(3));
        Assert.Equal(3, _wire.Taken.Count);
        await WriteAsync("abc");
        Assert.Equal(Head(3) + "abc", _wire.Taken[^1]);
    }

    [Fact]
    public async Task Write_BodyThatBeginsLikeAHead_IsBody()
    {
        var body = new string('x', 70_000);
        const string answer = "HTTP/1.1 200 OK\r\nContent-Length: 64000\r\n\r\n";
        await WriteAsync(Head(body.Length + answer.Length));
        await WriteAsync(answer);
        Assert.Equal(2, _wire.Taken.Count);
        await WriteAsync(body);
        Assert.Equal(3, _wire.Taken.Count);
    }

    [Fact]
    public async Task Write_SecondRequest_IsHeldAnew()
    {
        for (var i = 0; i < 2; i++)
        {
            await WriteAsync(Head(3));
            await WriteAsync("abc");
        }

        Assert.Equal([Head(3) + "abc", Head(3) + "abc"], _wire.Taken);
    }

    [Fact]
    public async Task Write_MoreThanTheHeadSays_IsAnError()
    {
        await WriteAsync(Head(2));
        await Assert.ThrowsAsync<IOException>(() => WriteAsync("abc"));
        Assert.Empty(_wire.Taken);
    }

    [Fact]
    public async Task Write_LargeBodyBreaks_TheAnswerIsStillRead()
    {
        await WriteAsync(Head(100_000));
        _wire.IsClosed = true;
        await WriteAsync(new string('x', 60_000));
        await WriteAsync(new string('x', 40_000));
        _wire.Write("HTTP/1.1 400 Bad Request"u8);
        _wire.Position = 0;
        var answer = new byte[24];

        Assert.Equal(24, await _stream.ReadAsync(answer, TestContext.Current.CancellationToken));
        Assert.Equal("HTTP/1.1 400 Bad Request", Encoding.ASCII.GetString(answer));
        // Nothing follows, and nothing more can be sent.
        await Assert.ThrowsAsync<IOException>(() => _stream.ReadAsync(answer, TestContext.Current.CancellationToken).AsTask());
        await Assert.ThrowsAsync<IOException>(() => WriteAsync(Head(3)));
    }

    /// <summary>The peer still waits for the body: it has nothing to say, and nothing ends the connection.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_LargeBodyBreaksAndNoAnswerComes_TheWaitEnds(bool readsBefore)
    {
        _wire.IsSilent = true;
        var read = readsBefore ? ReadAsync() : null;
        await WriteAsync(Head(100_000));
        _wire.IsClosed = true;
        await WriteAsync(new string('x', 100_000));

        await Assert.ThrowsAsync<IOException>(
            () => (read ?? ReadAsync()).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

        Task ReadAsync() => _stream.ReadAsync(new byte[24], TestContext.Current.CancellationToken).AsTask();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _wire.Dispose();
    }

    private static string Head(int length) =>
        $"PUT /b/k HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\nx-amz-meta-mode: 644\r\n\r\n";

    private Task WriteAsync(string text) =>
        _stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    /// <summary>Keeps each write apart.</summary>
    private sealed class Writes : MemoryStream
    {
        private readonly TaskCompletionSource _ended = new();

        public List<string> Taken { get; } = [];

        public bool IsClosed { get; set; }

        /// <summary>No read ends before the stream does.</summary>
        public bool IsSilent { get; set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (IsSilent)
                await _ended.Task.WaitAsync(cancellationToken);
            return await base.ReadAsync(buffer, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            _ended.TrySetException(new IOException("Operation canceled"));
            base.Dispose(disposing);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (IsClosed)
                throw new IOException("Broken pipe");
            Taken.Add(Encoding.ASCII.GetString(buffer.Span));
            return ValueTask.CompletedTask;
        }
    }
}
