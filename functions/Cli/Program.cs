using Longshore.Cli;
using Longshore.Cli.Capacity;
using Longshore.Cli.Doctor;
using Longshore.Cli.Replay;
using Longshore.Cli.Ship;
using Longshore.Cli.Status;

Verb[] verbs = [new ShipVerb(), new StatusVerb(), new ReplayVerb(), new CapacityVerb(), new DoctorVerb()];
return await new CommandLine(Console.Out, Console.Error, verbs).RunAsync(args);
