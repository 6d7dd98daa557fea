using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Model;

/// <summary>Standard output cannot be written: the disk is full, or it is closed.</summary>
public sealed class OutputException(Exception inner)
    : IOException($"standard output cannot be written: {(inner is UnauthorizedAccessException ? "it is closed" : inner.Message)}",
        inner);

/// <summary>The outputs of a process for people. What can fail there is known by its type.</summary>
public static class ProcessOutput
{
    /// <summary>Descriptors that the libraries open before the first request. Without them the TLS library aborts.</summary>
    private const int LeastDescriptors = 8;

    /// <summary>Held, so that nothing else gets the number of a standard stream.</summary>
    private static readonly List<SafeFileHandle> Reserved = [];

    /// <summary>
    /// Opens standard streams that are closed, before anything else opens a file: what is written to them would go into that.
    /// Writing to such a stream fails.
    /// </summary>
    /// <exception cref="IOException">There are too few file descriptors.</exception>
    public static void Reserve()
    {
        var opened = new List<SafeFileHandle>();
        try
        {
            for (var count = 0; count < LeastDescriptors; count++)
                opened.Add(File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        }
        finally
        {
            foreach (var handle in opened)
            {
                if (handle.DangerousGetHandle() <= 2)
                    Reserved.Add(handle);
                else
                    handle.Dispose();
            }
        }
    }

    /// <summary>
    /// From now on <see cref="Console.Out"/> throws <see cref="OutputException"/> if it cannot be written, and
    /// <see cref="Console.Error"/> throws nothing: nobody could be told.
    /// </summary>
    public static void Prepare()
    {
        Console.SetOut(new Checked(Open(static () => Console.Out), static error => throw new OutputException(error)));
        Console.SetError(new Checked(Open(static () => Console.Error), static _ => { }));
    }

    /// <summary>A closed output takes nothing; .NET cannot open it.</summary>
    private static TextWriter Open(Func<TextWriter> open)
    {
        try
        {
            return open();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Closed(error);
        }
    }

    private sealed class Checked(TextWriter inner, Action<Exception> fail) : TextWriter
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => Try(() => inner.Write(value));

        public override void Write(string? value) => Try(() => inner.Write(value));

        public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void Flush() => Try(inner.Flush);

        private void Try(Action write)
        {
            try
            {
                write();
            }
            catch (Exception error) when (error is not OutputException
                && error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
            {
                // .NET takes a file that becomes too large for a wrong argument.
                fail(error);
            }
        }
    }

    private sealed class Closed(Exception error) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException(error.Message, error);

        public override void Write(string? value) => throw new IOException(error.Message, error);
    }
}
