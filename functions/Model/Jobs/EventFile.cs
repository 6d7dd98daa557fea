namespace Longshore.Model.Jobs;

/// <summary>
/// The event of a job: a file in the JSON event format. Knative's JobSink mounts it from a Secret at <see cref="MountedAt"/> and
/// sets <see cref="Setting"/> to its folder. Source: Knative Eventing, "JobSink" and cmd/jobsink/main.go; CloudEvents 1.0.2, JSON
/// format.
/// </summary>
internal static class EventFile
{
    /// <summary>The setting that names another file, or the folder of a file <c>event</c>.</summary>
    public const string Setting = "K_EVENT_PATH";

    /// <summary>Where JobSink puts it.</summary>
    public const string MountedAt = "/etc/jobsink-event/event";

    /// <summary>Reads the event by the rules for a request in structured mode, size included.</summary>
    /// <param name="path">The file, or a folder with a file <c>event</c>.</param>
    /// <exception cref="SettingsException">The file is missing or cannot be read.</exception>
    /// <exception cref="RejectedException">It holds no valid event.</exception>
    public static async Task<CloudEvent> ReadAsync(string path, CancellationToken cancellation)
    {
        await using var file = Open(path);
        var request = new DefaultHttpContext().Request;
        request.ContentType = "application/cloudevents+json";
        request.Body = file;
        return await EventReader.ReadAsync(request, isDeadLetter: false, cancellation);
    }

    private static FileStream Open(string path)
    {
        try
        {
            if (Directory.Exists(path))
                path = Path.Combine(path, Path.GetFileName(MountedAt));
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 16 << 10, FileOptions.Asynchronous);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingsException(
                [$"The event file '{path}' cannot be read ({error.Message}); name one as argument or in {Setting}."]);
        }
    }
}
