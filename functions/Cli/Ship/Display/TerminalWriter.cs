namespace Longshore.Cli.Ship.Display;

/// <summary>Writes until <see cref="End"/>, or until a closed terminal or a full disk. Safe for concurrent use.</summary>
internal sealed class TerminalWriter(TextWriter writer) : TextWriter
{
    private readonly Lock _lock = new();
    private bool _ended;

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_lock)
            Send(value);
    }

    public override void Flush()
    {
        // Every write is flushed.
    }

    public void End(string last)
    {
        lock (_lock)
        {
            Send(last);
            _ended = true;
        }
    }

    private void Send(string? value)
    {
        if (_ended)
            return;
        try
        {
            writer.Write(value);
            writer.Flush();
        }
        catch (IOException)
        {
            // The terminal is closed, or the disk is full. The run must still end in order.
            _ended = true;
        }
    }
}
