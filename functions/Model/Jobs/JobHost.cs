using Longshore.Model.Auth;
using Microsoft.Extensions.Configuration.Memory;

namespace Longshore.Model.Jobs;

/// <summary>The process of a job: the functions and settings of a service, and no server.</summary>
public static class JobHost
{
    /// <summary>
    /// <c>Host__Deadline</c> of a job unless it is set: no request waits, so the Job's own <c>activeDeadlineSeconds</c> bounds
    /// it.
    /// </summary>
    private const string LongestDeadline = "PT24H";

    /// <summary>Handles the event and everything that follows from it here.</summary>
    /// <param name="builder">With its functions added; a job's services are added to it.</param>
    /// <param name="path">The event file; <see cref="EventFile.Setting"/> names it if this is null.</param>
    /// <param name="saw">See <see cref="JobWatch"/>.</param>
    /// <param name="ended">Called at the end, to log what was seen.</param>
    /// <returns>One of <see cref="JobExit"/>.</returns>
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
        using var signals = new StopSignals(() => _ = shutdown.StopAsync());
        path ??= builder.Configuration[EventFile.Setting] is { Length: > 0 } set ? set : EventFile.MountedAt;
        var functions = services.GetRequiredService<FunctionTable>().Functions.Select(function => function.Name);
        Log.JobStarted(app.Logger, path, string.Join(", ", functions));
        var exit = await HandleAsync(services.GetRequiredService<JobRunner>(), path, app.Logger, shutdown.CutOff);
        ended(app.Logger);
        Log.JobEnded(app.Logger, exit);
        return exit;
    }

    /// <summary>The app of a job, which is never started.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, Action<CloudEvent> saw)
    {
        SetDeadline(builder.Configuration);
        EventAuthSetup.Disable(builder.Configuration);
        builder.Services.AddSingleton<JobRunner>().AddSingleton<ResultPoster>().AddSingleton<JobShutdown>();
        Watch(builder.Services, new JobWatch(saw));
        return FunctionHost.Build(builder);
    }

    /// <summary>Sees what functions emit before their reply, too.</summary>
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
            return JobExit.Refused;
        }

        return await runner.RunAsync(e, cutOff);
    }

    /// <summary>Beneath every other source, so that any of them replaces it.</summary>
    private static void SetDeadline(ConfigurationManager configuration) => ((IConfigurationBuilder)configuration).Sources.Insert(
        0, new MemoryConfigurationSource
        {
            InitialData =
            [new($"{HostOptions.Section}:{nameof(HostOptions.Deadline)}", LongestDeadline)]
        });
}
