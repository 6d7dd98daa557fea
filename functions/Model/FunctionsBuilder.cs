using Longshore.Model.Auth;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longshore.Model;

/// <summary>Collects the functions of <c>Program.cs</c> and keeps those that <c>FUNCTIONS</c> selects.</summary>
public sealed class FunctionsBuilder
{
    private readonly Func<Type, FunctionDefinition?> find;
    private readonly List<(FunctionDefinition Function, Action<IServiceCollection> Services)> added = [];
    private readonly HashSet<string> onlyByName = new(StringComparer.OrdinalIgnoreCase);

    private Func<Exception, Exception>? toModel;

    private FunctionsBuilder(Func<Type, FunctionDefinition?> find) => this.find = find;

    /// <summary>Adds a function.</summary>
    /// <typeparam name="TFunction">
    /// A class marked with <see cref="FunctionAttribute"/>; anything else is a compile error.
    /// </typeparam>
    /// <param name="services">Registers what it needs beside its logger; called only if <c>FUNCTIONS</c> selects it.</param>
    /// <param name="onlyByName">Leaves it out where <c>FUNCTIONS</c> is not set.</param>
    public FunctionsBuilder Add<TFunction>(Action<IServiceCollection>? services = null, bool onlyByName = false)
        where TFunction : class
    {
        var function = find(typeof(TFunction))
            ?? throw new InvalidOperationException($"{typeof(TFunction)} is not in the table of generated functions.");
        added.Add((function, Register));
        if (onlyByName)
            this.onlyByName.Add(function.Name);
        return this;

        void Register(IServiceCollection hosted)
        {
            hosted.AddLogger<TFunction>();
            services?.Invoke(hosted);
        }
    }

    /// <summary>
    /// Says how errors of the functions' own libraries become those of the model; see <see cref="FunctionTable.ToModel"/>.
    /// </summary>
    public FunctionsBuilder MapErrors(Func<Exception, Exception> map)
    {
        toModel = map;
        return this;
    }

    /// <summary>
    /// The settings of functions hosted elsewhere are no mistakes here: in a cluster all functions are given the same ones.
    /// </summary>
    private static void KnowSettingsOf(
        IEnumerable<(FunctionDefinition, Action<IServiceCollection> Services)> others, IServiceCollection known)
    {
        // One collection for all: what several of them share is registered once, which a start would feel.
        var aside = new ServiceCollection();
        foreach (var (_, services) in others)
            services(aside);
        foreach (var service in aside)
        {
            if (service.ImplementationInstance is SectionSettings settings)
                known.AddSingleton(settings);
        }
    }

    /// <summary>Called by generated code alone.</summary>
    public static WebApplicationBuilder Build(
        WebApplicationBuilder builder, Func<Type, FunctionDefinition?> find, Action<FunctionsBuilder> configure)
    {
        var functions = new FunctionsBuilder(find);
        configure(functions);
        var names = FunctionSelection.Select(
            builder.Configuration["FUNCTIONS"], [.. functions.added.Select(each => each.Function.Name)], functions.onlyByName,
            out var problem);
        if (problem is not null)
            builder.Services.AddOptions<FunctionSelection.Outcome>().Validate(static _ => false, problem).ValidateOnStart();
        var hosted = functions.added.Where(each => names.Contains(each.Function.Name)).ToArray();
        foreach (var (_, services) in hosted)
            services(builder.Services);
        KnowSettingsOf(functions.added.Except(hosted), builder.Services);

        var table = new FunctionTable([.. hosted.Select(each => each.Function)], functions.toModel);
        builder.Services.AddSingleton(table);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddLogger<FunctionDispatcher>().AddLogger<FunctionEndpoint>().AddLogger<ShutdownService>();
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddTelemetry(string.Join(',', table.Functions.Select(function => function.Name)));
        builder.Services.AddSingleton<FunctionDispatcher>();
        builder.Services.AddSingleton<HttpGetEndpoint>();
        builder.Services.AddSingleton<FunctionEndpoint>();
        builder.Services.AddEventSink(table.EmittersOf(typeof(IEventSink)));
        builder.Services.AddEventGate();
        builder.Services.AddEventAuth();
        builder.Services.AddHostedService<ShutdownService>();
        return builder;
    }
}
