using System.Reflection;
using Longshore.Model;
using Longshore.Model.Events;
using Longshore.Store.Objects;
using Longshore.Volumes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>
/// What the app says of its functions, composed as <c>Program.cs</c> does. Manifests, policies and pages are held to it.
/// </summary>
internal static class AppFunctions
{
    /// <summary>What a process hosts where <c>FUNCTIONS</c> is not set: the functions of <c>knative/base</c>.</summary>
    public static FunctionTable Default { get; } = TableOf(Compose(""));

    /// <summary>Services of a process that hosts one function, by its name. No process hosts all: two take pings.</summary>
    private static Dictionary<string, IServiceCollection> Alone { get; } =
        Marked().ToDictionary(static name => name, Compose, StringComparer.Ordinal);

    private static FunctionDefinition[] All { get; } =
        [.. Alone.Values.Select(static services => TableOf(services).Functions.Single())];

    /// <summary>What all functions register.</summary>
    public static IEnumerable<ServiceDescriptor> Services => Alone.Values.SelectMany(static services => services);

    public static IEnumerable<string> Names => All.Select(static function => function.Name);

    public static IEnumerable<string> DefaultNames => Default.Functions.Select(static function => function.Name);

    /// <summary>Functions that are hosted only where <c>FUNCTIONS</c> names them.</summary>
    public static IEnumerable<string> OnlyByName => Names.Except(DefaultNames);

    /// <summary>Functions that take events or dead letters.</summary>
    public static IEnumerable<string> Takers =>
        All.Where(static function => function.Triggers.Count > 0).Select(static function => function.Name);

    /// <summary>Functions that send events other than by their reply, and need <c>K_SINK</c>.</summary>
    public static IEnumerable<string> Emitters =>
        All.Where(static function => function.Needs.Contains(typeof(IEventSink))).Select(static function => function.Name);

    /// <summary>Functions that use S3, and need a role.</summary>
    public static IEnumerable<string> WithStore => Names.Where(Uses<S3Store>);

    /// <summary>Functions that read or write the volume.</summary>
    public static IEnumerable<string> WithVolume => Names.Where(Uses<Volume>);

    /// <summary>Event types that come through the Broker, each with its function.</summary>
    public static TheoryData<string, string> TypesAndTakers
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var type in Default.Types)
                all.Add(type, Default.Find(type)!.Value.Function.Name);
            return all;
        }
    }

    private static bool Uses<TService>(string function) =>
        Alone[function].Any(static service => service.ServiceType == typeof(TService));

    private static IEnumerable<string> Marked()
    {
        var home = typeof(FunctionAttribute).Assembly;
        return AppDomain.CurrentDomain.GetAssemblies()
            .Where(each => each == home || each.GetReferencedAssemblies().Any(other => other.Name == home.GetName().Name))
            .SelectMany(static assembly => assembly.GetTypes())
            .Select(static type => type.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>();
    }

    private static IServiceCollection Compose(string functions)
    {
        var builder = FunctionHost.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("FUNCTIONS", functions)]);
        return builder.AddLongshore().Services;
    }

    private static FunctionTable TableOf(IServiceCollection services) =>
        (FunctionTable)services.Single(static service => service.ServiceType == typeof(FunctionTable)).ImplementationInstance!;
}
