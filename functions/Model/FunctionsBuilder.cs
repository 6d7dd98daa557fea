using Longshore.Model.Auth;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longshore.Model;

/// <summary>Collects the functions of <c>Program.cs</c> and keeps those that <c>FUNCTIONS</c> selects.</summary>
public sealed class FunctionsBuilder
{
    private readonly Func<Type, FunctionDefinition?> _find;
    private readonly List<(FunctionDefinition Function, Action<IServiceCollection> Services)> _added = [];
    private readonly HashSet<string> _onlyByName = new(StringComparer.OrdinalIgnoreCase);

    private Func<Exception, Exception>? _toModel;

    private FunctionsBuilder(Func<Type, FunctionDefinition?> find) => _find = find;

    /// <typeparam name="TFunction">A class with <see cref="FunctionAttribute"/>; another class is a compile error.</typeparam>
    /// <param name="services">Registers what it needs beside its logger; called only if <c>FUNCTIONS</c> selects it.</param>
    /// <param name="onlyByName">Whether it is left out if <c>FUNCTIONS</c> is not set.</param>
    public FunctionsBuilder Add<TFunction>(Action<IServiceCollection>? services = null, bool onlyByName = false)
        where TFunction : class
    {
        var function = _find(typeof(TFunction))
            ?? throw new InvalidOperationException($"{typeof(TFunction)} is not in the table of generated functions.");
        _added.Add((function, Register));
        if (onlyByName)
            _onlyByName.Add(function.Name);
        return this;

        void Register(IServiceCollection hosted)
        {
            hosted.AddLogger<TFunction>();
            services?.Invoke(hosted);
        }
    }

    /// <summary>
    /// Sets how errors of the functions' libraries become those of the model: <see cref="FunctionTable.ToModel"/>.
    /// </summary>
    public FunctionsBuilder MapErrors(Func<Exception, Exception> map)
    {
        _toModel = map;
        return this;
    }

    /// <summary>
    /// Makes the settings of the other functions known, so that they are no mistakes: in a cluster all functions get the same
    /// ones.
    /// </summary>
    private static void KnowSettingsOf(
        IEnumerable<(FunctionDefinition, Action<IServiceCollection> Services)> others, IServiceCollection known)
    {
        // One collection for all: what several of them share is registered once, which makes the start faster.
        var aside = new ServiceCollection();
        foreach (var (_, services) in others)
            services(aside);
        foreach (var settings in aside.Select(service => service.ImplementationInstance).OfType<SectionSettings>())
            known.AddSingleton(settings);
    }

    /// <summary>Called only by generated code.</summary>
    public static WebApplicationBuilder Build(
        WebApplicationBuilder builder, Func<Type, FunctionDefinition?> find, Action<FunctionsBuilder> configure)
    {
        var functions = new FunctionsBuilder(find);
        configure(functions);
        var names = Select(
            builder.Configuration["FUNCTIONS"], [.. functions._added.Select(each => each.Function.Name)], functions._onlyByName,
            out var problem);
        if (problem is not null)
            builder.Services.AddOptions<Selection>().Validate(static _ => false, problem).ValidateOnStart();
        var hosted = functions._added.Where(each => names.Contains(each.Function.Name)).ToArray();
        foreach (var (_, services) in hosted)
            services(builder.Services);
        KnowSettingsOf(functions._added.Except(hosted), builder.Services);

        var table = new FunctionTable([.. hosted.Select(each => each.Function)], functions._toModel);
        builder.Services.AddSingleton(table);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddLogger<FunctionDispatcher>().AddLogger<FunctionEndpoint>().AddLogger<ShutdownService>();
        builder.Services.AddTelemetry(string.Join(',', table.Functions.Select(each => each.Name)));
        builder.Services.AddSingleton<Readiness>().AddSingleton<FunctionDispatcher>()
            .AddSingleton<HttpGetEndpoint>().AddSingleton<FunctionEndpoint>();
        builder.Services.AddEventSink(table.EmittersOf(typeof(IEventSink)));
        builder.Services.AddEventGate();
        builder.Services.AddEventAuth();
        builder.Services.AddHostedService<ShutdownService>();
        return builder;
    }

    /// <summary>The options under which a wrong <c>FUNCTIONS</c> is reported together with all other settings.</summary>
    private sealed class Selection;

    /// <summary>Reads <c>FUNCTIONS</c>.</summary>
    /// <param name="text">
    /// Names separated by commas, in any letter case; null or blank selects all but <paramref name="onlyByName"/>.
    /// </param>
    /// <param name="known">Names of all functions.</param>
    /// <param name="problem">
    /// A sentence about names that are not known; else null. The names that are known are selected all the same.
    /// </param>
    internal static HashSet<string> Select(
        string? text, IReadOnlyList<string> known, IReadOnlySet<string> onlyByName, out string? problem)
    {
        problem = null;
        if (string.IsNullOrWhiteSpace(text))
            return new(known.Where(name => !onlyByName.Contains(name)), StringComparer.OrdinalIgnoreCase);
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var selected =
            new HashSet<string>(names.Intersect(known, StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        if (names.Length == 0 || names.Any(name => !selected.Contains(name)))
            problem = $"FUNCTIONS holds '{text}'; it takes names divided by commas out of {string.Join(", ", known)}.";
        return selected;
    }
}
