using Longshore.App;
using Longshore.App.DeadLetters;
using Longshore.App.FailedJobs;
using Longshore.App.Jobs;
using Longshore.Core;
using Longshore.Core.Clean;
using Longshore.Core.DeadLetters;
using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.Core.Scan;
using Longshore.Core.Ship;
using Longshore.Core.Status;
using Longshore.Model.Kubernetes;
using Longshore.Store;
using Longshore.Volumes;

LastWords.Prepare("longshore-functions");
ProcessOutput.Reserve();
ProcessOutput.Prepare();
return await new Arguments(ServeAsync, RunJobAsync, Console.Out, Console.Error).RunAsync(args);

static Task<int> ServeAsync() => FunctionHost.ServeAsync(Compose);

static Task<int> RunJobAsync(string[] arguments) => JobVerb.RunAsync(arguments, Compose);

static WebApplicationBuilder Compose() => FunctionHost.CreateBuilder().AddLongshore();

internal static class LongshoreApp
{
    public static WebApplicationBuilder AddLongshore(this WebApplicationBuilder builder)
    {
        builder.AddFunctions(functions => functions
        .MapErrors(ErrorMapping.ToModel)
        .Add<ScheduleFunction>(services => services.AddFiles().AddStorage().AddSchedule())
        .Add<SyncFunction>(services => services.AddFiles().AddStorage().AddSync())
        .Add<CleanupFunction>(services => services.AddFiles().AddStorage().AddCleanup())
        .Add<DeadLetterFunction>(services => services.AddStorage().AddSingleton<DeadLetterStore>())
        .Add<StatusFunction>(services => services.AddStorage().AddStatus())
        // It takes pings, as schedule does, and works in a cluster only.
        .Add<FailedJobsFunction>(services => services.AddKubernetes()
            .AddSingleton<JobReader>().AddSingleton<ReportedJobs>(), onlyByName: true));
        if (builder.Services.Any(static each => each.ServiceType == typeof(ReceiptStore)))
            builder.Services.AddLogger<StartNote>().AddHostedService<StartNote>();
        return builder;
    }
}
