using Longshore.Cli;
using Longshore.Cli.Capacity;
using Longshore.Cli.Doctor;
using Longshore.Cli.Replay;
using Longshore.Cli.Ship;
using Longshore.Cli.Status;

var (output, errors) = (Console.Out, Console.Error);
return await new CommandLine(
    output,
    errors,
    new ShipVerb(),
    new StatusVerb(output, errors),
    new ReplayVerb(output, errors),
    new CapacityVerb(output, errors),
    new DoctorVerb(output, errors)).RunAsync(args);
