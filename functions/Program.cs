using Longshore;
using Longshore.Cleanup;
using Longshore.DeadLetters;
using Longshore.Files;
using Longshore.Hosting;
using Longshore.Schedule;
using Longshore.Storage;
using Longshore.Sync;

return await new CommandLine(ServeAsync, Console.Out, Console.Error).RunAsync(args);

static Task<int> ServeAsync() => FunctionHost.ServeAsync(() => FunctionHost.CreateBuilder()
    .AddFunctions(functions => functions
        .Add<ScheduleFunction>(services => services.AddFiles().AddStorage().AddSchedule())
        .Add<SyncFunction>(services => services.AddFiles().AddStorage().AddSync())
        .Add<CleanupFunction>(services => services.AddFiles().AddStorage().AddCleanup())
        .Add<DeadLetterFunction>(services => services.AddStorage())));
