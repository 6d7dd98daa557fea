using Longshore;
using Longshore.Hosting;

return await new CommandLine(ServeAsync, Console.Out, Console.Error).RunAsync(args);

static Task<int> ServeAsync() => FunctionHost.ServeAsync(() => FunctionHost.CreateBuilder()
    .AddFunctions(functions => { }));
