using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using HostOptions = Longshore.Settings.HostOptions;

namespace Longshore.Model;

/// <summary>The process around the functions: configuration, logs and the server.</summary>
public static partial class FunctionHost
{
    private const string PrometheusPort = $"{HostOptions.Section}__{nameof(HostOptions.PrometheusPort)}";

    /// <summary>A builder with only the parts that functions need: each other part would cost time at the start.</summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        AddSources(builder.Configuration);
        builder.Logging
            .AddFilter("Microsoft", LogLevel.Warning)
            // Its scopes repeat the fields of an event's own scope, and its activities cost time for every request.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            // It logs the stack of each error that ends a start; most have a sentence of their own on standard error.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddProvider(new JsonLinesLoggerProvider(Console.OpenStandardOutput(), TimeProvider.System));
        builder.WebHost.UseKestrelCore();
        builder.Services.AddOptions<PortOptions>().Configure<IConfiguration>(PortOptions.Read).ValidateOnStart();
        builder.Services.AddClosedOptions<PortOptions>();
        CloseFrameworkOptions(builder.Services);
        return builder;
    }

    /// <summary>
    /// The framework's options that the start and the first event need, as far as their types are public. This saves a tenth of a
    /// start. None of them is read again when the configuration changes.
    /// </summary>
    private static void CloseFrameworkOptions(IServiceCollection services) => services
        .AddClosedOptions<LoggerFilterOptions>().AddClosedOptions<LoggerFactoryOptions>()
        .AddClosedOptions<ConsoleLifetimeOptions>()
        .AddClosedOptions<Microsoft.Extensions.Hosting.HostOptions>().AddClosedOptions<KestrelServerOptions>()
        .AddClosedOptions<SocketTransportOptions>().AddClosedOptions<MetricsOptions>().AddClosedOptions<FormOptions>();

    /// <summary>Serves until SIGTERM or SIGINT.</summary>
    /// <returns>One of <see cref="ExitCodes"/>; Failed if the port is taken.</returns>
    public static Task<int> ServeAsync(Func<WebApplicationBuilder> compose) => CatchAsync(async () =>
    {
        await using var app = Build(compose());
        await StartAsync(app);
        LogStart(app);
        await app.WaitForShutdownAsync();
        return ExitCodes.Done;
    });

    /// <summary>Runs a process, and turns an error of its start into lines on standard error and an exit code.</summary>
    public static async Task<int> CatchAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (ListenException error)
        {
            LastWords.Tell(error.Message);
            return ExitCodes.Failed;
        }
        catch (Exception error) when (SettingsException.MessagesOf(error) is { } messages)
        {
            foreach (var message in messages)
                LastWords.Tell(message);
            return ExitCodes.Misused;
        }
    }

    /// <summary>The app, checked and ready to start.</summary>
    /// <exception cref="AggregateException">Settings are wrong; see <see cref="SettingsException.MessagesOf"/>.</exception>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        SectionSettings[] known =
            [.. builder.Services.Select(static service => service.ImplementationInstance).OfType<SectionSettings>()];
        // The logger is built with the levels, so a wrong one cannot wait for the other settings.
        if (LogLevels.Problems(builder.Configuration).Any())
            CheckSources(builder.Configuration, known);
        var app = builder.Build();
        Check(app.Services, builder.Configuration, known);
        WarnOfNames(builder.Configuration, known, app.Logger);
        Apply(app.Services);
        app.Run(WithPrometheus(app.Services.GetRequiredService<FunctionEndpoint>().HandleAsync, app));
        return app;
    }

    /// <summary>Adds the Prometheus endpoint if <c>Host__PrometheusPort</c> is set.</summary>
    private static RequestDelegate WithPrometheus(RequestDelegate functions, WebApplication app)
    {
        var port = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.PrometheusPort;
        if (port == 0)
            return functions;
        var prometheus = new PrometheusEndpoint(port, functions);
        app.Lifetime.ApplicationStopped.Register(prometheus.Dispose);
        return prometheus.HandleAsync;
    }

    /// <summary>Checks all settings before the server reads some of them, so that one start names every wrong one.</summary>
    private static void Check(IServiceProvider services, IConfiguration configuration, SectionSettings[] known)
    {
        CheckSettings(services, configuration, known);
        var port = services.GetRequiredService<IOptions<PortOptions>>().Value.Port;
        if (port != 0 && port == services.GetRequiredService<IOptions<HostOptions>>().Value.PrometheusPort)
            throw new SettingsException([$"PORT and {PrometheusPort} both hold {port}; give each a port of its own."]);
        services.GetRequiredService<FunctionTable>().CheckServices(services.GetRequiredService<IServiceProviderIsService>());
    }

    /// <summary>Gives checked settings to the framework, which has read its own options but has not used them yet.</summary>
    private static void Apply(IServiceProvider services)
    {
        var host = services.GetRequiredService<IOptions<HostOptions>>().Value;
        var server = services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        server.AddServerHeader = false;
        Listen(server, host.Address, services.GetRequiredService<IOptions<PortOptions>>().Value.Port);
        if (host.PrometheusPort != 0)
            Listen(server, host.Address, host.PrometheusPort);
        // The gate limits the stop itself; the rest of the time is for the last answers.
        services.GetRequiredService<IOptions<Microsoft.Extensions.Hosting.HostOptions>>().Value.ShutdownTimeout =
            host.Grace + TimeSpan.FromSeconds(10);
    }

    /// <summary>The URLs that a started app listens on.</summary>
    public static IReadOnlyList<string> AddressesOf(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];

    private static void LogStart(WebApplication app)
    {
        var functions = app.Services.GetRequiredService<FunctionTable>().Names;
        Log.Listening(app.Logger, string.Join(", ", AddressesOf(app)), functions);
        if (app.Services.GetRequiredService<IOptions<SinkOptions>>().Value.MissingSink is { } problem)
            Log.SinkMissing(app.Logger, problem);
    }
}
