using Longshore.Model.Auth;
using Microsoft.Extensions.Configuration.Memory;

namespace Longshore.Model.Jobs;

/// <summary>The process of a job: the functions and settings of a service, and no server.</summary>
public static class JobHost
{
    /// <summary>
    /// A job's default for <c>Host__Deadline</c>. No request waits for a job; the Job's <c>activeDeadlineSeconds</c> limits it.
    /// </summary>
    public const string LongestDeadline = "PT24H";

    /// <summary>Handles the event and the events that follow from it.</summary>
    /// <param name="builder">With its functions added; a job's services are added to it.</param>
    /// <param name="path">The event file; if null, <see cref="EventFile.Setting"/> names it.</param>
    /// <param name="saw">See <see cref="JobWatch"/>.</param>
    /// <param name="ended">Called at the end, to log the result.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="SettingsException">Or another that <see cref="SettingsException.MessagesOf"/> knows.</exception>
    public static async Task<int> RunAsync(
        WebApplicationBuilder builder, string? path, Action<CloudEvent> saw, Action<ILogger> ended)
    {
        await using var app = Build(builder, saw);
        var services = app.Services;
        if (services.GetRequiredService<IOptions<SinkOptions>>().Value.Url is null)
            throw new SettingsException(
                ["K_SINK is empty; set it to the URL of a sink, where the results of the job are posted."]);

        var shutdown = services.GetRequiredService<JobShutdown>();
        using var signals = new StopSignals(number => _ = shutdown.StopAsync());
        path ??= builder.Configuration[EventFile.Setting] is { Length: > 0 } set ? set : EventFile.MountedAt;
        Log.JobStarted(app.Logger, path, services.GetRequiredService<FunctionTable>().Names);
        var exit = await HandleAsync(services.GetRequiredService<JobRunner>(), path, app.Logger, shutdown.CutOff);
        ended(app.Logger);
        Log.JobEnded(app.Logger, exit);
        return exit;
    }

    /// <summary>The app of a job, which is never started.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, Action<CloudEvent> saw)
    {
        SetDeadline(builder.Configuration);
        // No sender of a job has a token, and no audience is set.
        builder.Configuration[$"{EventAuthOptions.Section}:{nameof(EventAuthOptions.Required)}"] = "false";
        builder.Services.AddSingleton<JobRunner>().AddSingleton<ResultPoster>().AddSingleton<JobShutdown>();
        Watch(builder.Services, new JobWatch(saw));
        return FunctionHost.Build(builder);
    }

    /// <summary>Shows the watch the events that functions emit before their reply.</summary>
    private static void Watch(IServiceCollection services, JobWatch watch)
    {
        var inner = services.Last(service => service.ServiceType == typeof(IEventSink)).ImplementationInstance as IEventSink;
        services.AddSingleton(watch).AddSingleton<HttpEventSink>().AddSingleton<IEventSink>(provider =>
            new WatchedSink(inner ?? provider.GetRequiredService<HttpEventSink>(), watch));
    }

    private static async Task<int> HandleAsync(JobRunner runner, string path, ILogger logger, CancellationToken cutOff)
    {
        CloudEvent e;
        try
        {
            e = await EventFile.ReadAsync(path, cutOff);
        }
        catch (RejectedException error)
        {
            Log.NotAnEvent(logger, error.Message);
            return ExitCodes.Refused;
        }

        return await runner.RunAsync(e, cutOff);
    }

    /// <summary>The first source: every other one replaces its value.</summary>
    private static void SetDeadline(ConfigurationManager configuration) => ((IConfigurationBuilder)configuration).Sources.Insert(
        0, new MemoryConfigurationSource
        {
            InitialData = [new($"{HostOptions.Section}:{nameof(HostOptions.Deadline)}", LongestDeadline)],
        });
}
