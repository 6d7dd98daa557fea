using Longshore;
using Longshore.Hosting;

return await FunctionHost.ServeAsync(() => FunctionHost.CreateBuilder()
    .AddFunctions(functions => { }));
