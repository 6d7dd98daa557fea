using Longshore.App;
using Longshore.Cli;
using Longshore.Cli.Capacity;
using Longshore.Cli.Replay;
using Longshore.Cli.Ship;
using Longshore.Cli.Status;

return await new CommandLine(Console.Out, Console.Error, ShipVerb.Create(LongshoreApp.AddLongshore), StatusVerb.Create(), ReplayVerb.Create(),
    CapacityVerb.Create()).RunAsync(args);
