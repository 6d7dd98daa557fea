using Longshore.Cli;
using Longshore.Cli.Capacity;
using Longshore.Cli.Doctor;
using Longshore.Cli.Replay;
using Longshore.Cli.Ship;
using Longshore.Cli.Status;

LastWords.Prepare("longshore");
ProcessOutput.Reserve();
// Created first and never disposed of, so that signals are handled from start to end.
var signals = new ProcessSignals();
ProcessOutput.Prepare();
Verb[] verbs = [new ShipVerb(), new StatusVerb(), new ReplayVerb(), new CapacityVerb(), new DoctorVerb()];
var exit = await new CommandLine(Console.Out, Console.Error, verbs).RunAsync(args, signals);
GC.KeepAlive(signals);
return exit;
