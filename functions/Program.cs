using Longshore;
using Longshore.Capacity;
using Longshore.Cleanup;
using Longshore.DeadLetters;
using Longshore.DeadLetters.Replay;
using Longshore.FailedJobs;
using Longshore.Files;
using Longshore.Hosting;
using Longshore.Hosting.Jobs;
using Longshore.Kubernetes;
using Longshore.Schedule;
using Longshore.Ship;
using Longshore.Status;
using Longshore.Storage;
using Longshore.Sync;

return await new CommandLine(ServeAsync, Console.Out, Console.Error, JobVerb.Create(Compose), ReplayVerb.Create(), CapacityVerb.Create(),
    StatusVerb.Create(), ShipVerb.Create(LongshoreApp.AddLongshore)).RunAsync(args);

static Task<int> ServeAsync() => FunctionHost.ServeAsync(Compose);

static WebApplicationBuilder Compose() => FunctionHost.CreateBuilder().AddLongshore();

/// <summary>Everything that exists.</summary>
internal static class LongshoreApp
{
    public static WebApplicationBuilder AddLongshore(this WebApplicationBuilder builder) => builder.AddFunctions(functions => functions
        .Add<ScheduleFunction>(services => services.AddFiles().AddStorage().AddSchedule())
        .Add<SyncFunction>(services => services.AddFiles().AddStorage().AddSync())
        .Add<CleanupFunction>(services => services.AddFiles().AddStorage().AddCleanup())
        .Add<DeadLetterFunction>(services => services.AddStorage().AddDeadLetters())
        .Add<StatusFunction>(services => services.AddStorage().AddStatus())
        // It takes pings, as schedule does, and is of use in a cluster only.
        .Add<FailedJobsFunction>(services => services.AddKubernetes().AddFailedJobs(), onlyByName: true));
}
