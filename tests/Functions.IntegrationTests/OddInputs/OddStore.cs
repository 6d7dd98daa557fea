using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Longshore.IntegrationTests.OddInputs;

/// <summary>Answers every request with the same bytes and closes the connection.</summary>
internal sealed class OddStore : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;

    public OddStore(string answer)
    {
        _answer = Encoding.ASCII.GetBytes(answer);
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";
        _ = ServeAsync();
    }

    public string Address { get; }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[64 << 10], 1, throwOnEndOfStream: false);
                await stream.WriteAsync(_answer);
            }
            catch (IOException)
            {
                // The program has closed the connection.
            }
        }
    }
}
