using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Model;

/// <summary>Standard output cannot be written: the disk is full, or it is closed.</summary>
public sealed class OutputException(Exception inner)
    : IOException($"standard output cannot be written: {(inner is UnauthorizedAccessException ? "it is closed" : inner.Message)}",
        inner);

/// <summary>Standard output and standard error of a process. Errors of standard output have a type of their own.</summary>
public static class ProcessOutput
{
    /// <summary>Descriptors that the libraries open before the first request. Without them the TLS library aborts.</summary>
    private const int LeastDescriptors = 8;

    /// <summary>Held, so that nothing else gets the number of a standard stream.</summary>
    private static readonly List<SafeFileHandle> Reserved = [];

    /// <summary>
    /// Opens closed standard streams before any other file is opened. Otherwise that file would get the stream's number, and
    /// output would go into it. Writing to a reserved stream fails.
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

    /// <summary>A writer that fails in place of a closed output, which .NET cannot open.</summary>
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
                // .NET reports a file that becomes too large as a wrong argument.
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
