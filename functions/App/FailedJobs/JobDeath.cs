using System.Globalization;
using System.Net.Mime;
using System.Text;
using Longshore.Core.DeadLetters;

namespace Longshore.App.FailedJobs;

/// <summary>
/// Turns a failed Job's event into a dead letter with Knative's attributes. Two calls for the same Job make the same letter.
/// </summary>
internal static class JobDeath
{
    /// <summary>The type of a letter for an event that cannot be read.</summary>
    public const string LostType = "dev.longshore.job.lost";

    /// <summary>The Job's own event as a dead letter.</summary>
    /// <param name="json">The event in the JSON event format.</param>
    /// <exception cref="FormatException">It is no event.</exception>
    public static CloudEvent Of(byte[] json, FailedJob job)
    {
        try
        {
            var e = EventFormat.Json.DecodeStructuredModeMessage(
                json, new ContentType("application/cloudevents+json"), extensionAttributes: null);
            // The letter's key begins with a day. It must be the same day for each attempt to keep the letter.
            if (e.Time is null && e[DeathExtensions.FirstDeath] is null)
            {
                var day = job.FailedAt.ToUniversalTime().ToString(DeathExtensions.DayFormat, CultureInfo.InvariantCulture);
                e.SetAttributeFromString(DeathExtensions.FirstDeath, day);
            }

            return Dead(e, job);
        }
        catch (Exception error) when (error is ArgumentException or JsonException or InvalidOperationException)
        {
            throw new FormatException($"Its Secret holds no event ({error.Message}).", error);
        }
    }

    /// <summary>A letter for a Job whose event cannot be read.</summary>
    public static CloudEvent Lost(FailedJob job, string problem) => Dead(EventFactory.Create(
        LostType, $"/apis/batch/v1/namespaces/{job.Namespace}/jobs/{job.Name}", job.Uid,
        new LostEvent(job.Name, job.Uid, job.JobSink, job.Reason, job.Message, problem), JobsJson.Default.LostEvent,
        time: job.FailedAt), job);

    private static CloudEvent Dead(CloudEvent e, FailedJob job)
    {
        var reason = $"Job {job.Name} of the JobSink {job.JobSink} failed: {job.Reason}. {job.Message}".TrimEnd();
        e.SetAttributeFromString(DeathExtensions.ErrorDestination, $"{DeathExtensions.JobDestination}{job.Name}/{job.Uid}");
        e.SetAttributeFromString(DeathExtensions.ErrorData, Convert.ToBase64String(Encoding.UTF8.GetBytes(reason)));
        return e;
    }
}
