using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Model;

/// <summary>
/// Reports an unhandled error of any thread: one line on standard error, and exit code <see cref="ExitCodes.Failed"/>. Otherwise
/// the runtime would write a stack trace and abort the process.
/// </summary>
public static class LastWords
{
    // Source: errno(3), ENOMEM, ENFILE and EMFILE.
    private const int OutOfMemory = 12;
    private const int TooManyOpenFilesOfAll = 23;
    private const int TooManyOpenFiles = 24;

    private const int StandardError = 2;

    private static string _program = "longshore";

    /// <param name="program">The name before each line.</param>
    public static void Prepare(string program)
    {
        _program = program;
        AppDomain.CurrentDomain.UnhandledException += (_, ended) =>
        {
            Tell(Of(ended.ExceptionObject as Exception));
            Environment.Exit(ExitCodes.Failed);
        };
    }

    /// <summary>A sentence about an unexpected error.</summary>
    public static string Of(Exception? error)
    {
        for (var each = error; each is not null; each = each.InnerException)
        {
            switch (each)
            {
                case OutOfMemoryException or IOException { HResult: OutOfMemory }:
                    return "the memory is used up; allow this process more (ulimit -v, or the container's limit).";
                case SocketException { SocketErrorCode: SocketError.TooManyOpenSockets }:
                case IOException { HResult: TooManyOpenFiles or TooManyOpenFilesOfAll }:
                    return "no more files can be opened; allow this process more (ulimit -n).";
                case OutputException:
                    return each.Message;
            }
        }

        // The innermost error tells the cause.
        var cause = error?.GetBaseException();
        return $"ended by an unexpected error ({cause?.GetType().Name}: {cause?.Message.ReplaceLineEndings(" ")}). "
            + "If nothing on this machine explains it, please report it.";
    }

    /// <summary>Writes a line on standard error, with the name of the program before it.</summary>
    public static void Tell(string sentence) => Say($"{_program}: {sentence}");

    /// <summary>Writes a line on standard error, if there is one.</summary>
    public static void Say(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (Exception)
        {
            WriteAlone(line);
        }
    }

    /// <summary>The same without another file descriptor, which <see cref="Console"/> may not get.</summary>
    private static void WriteAlone(string line)
    {
        try
        {
            using var handle = new SafeFileHandle(StandardError, ownsHandle: false);
            using var errors = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            errors.Write(Encoding.UTF8.GetBytes(line + '\n'));
        }
        catch (Exception)
        {
            // Nobody can be told.
        }
    }
}
