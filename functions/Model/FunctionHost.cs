using Microsoft.AspNetCore.Connections;
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
public static class FunctionHost
{
    /// <summary>Exit code of a process whose settings or command line are wrong.</summary>
    public const int Misused = 2;

    /// <summary>A builder with nothing but what the functions need; each part left out is start-up time saved.</summary>
    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration
            .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
            .AddEnvironmentVariables();
        builder.Logging
            .AddFilter("Microsoft", LogLevel.Warning)
            // Its scopes repeat what an event's own say, and its activities cost every request.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddProvider(new JsonLinesLoggerProvider(Console.OpenStandardOutput(), TimeProvider.System));
        builder.WebHost.UseKestrelCore();
        builder.Services.AddOptions<PortOptions>().Configure<IConfiguration>(PortOptions.Read).ValidateOnStart();
        builder.Services.AddClosedOptions<PortOptions>();
        CloseFrameworkOptions(builder.Services);
        return builder;
    }

    /// <summary>
    /// What the framework resolves on the way to the first event, as far as its types are public: a tenth of a start. None of it
    /// follows changes.
    /// </summary>
    private static void CloseFrameworkOptions(IServiceCollection services) => services
        .AddClosedOptions<LoggerFilterOptions>().AddClosedOptions<LoggerFactoryOptions>()
        .AddClosedOptions<ConsoleLifetimeOptions>()
        .AddClosedOptions<Microsoft.Extensions.Hosting.HostOptions>().AddClosedOptions<KestrelServerOptions>()
        .AddClosedOptions<SocketTransportOptions>().AddClosedOptions<MetricsOptions>().AddClosedOptions<FormOptions>();

    /// <summary>Serves until SIGTERM or SIGINT.</summary>
    /// <returns>0, or <see cref="Misused"/> with one line a wrong setting on standard error.</returns>
    public static async Task<int> ServeAsync(Func<WebApplicationBuilder> compose)
    {
        try
        {
            await using var app = Build(compose());
            await app.StartAsync();
            LogStart(app);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"longshore: {error.Message} Set PORT to a free one.");
            return 1;
        }
        catch (Exception error) when (SettingsException.MessagesOf(error) is { } messages)
        {
            foreach (var message in messages)
                await Console.Error.WriteLineAsync($"longshore: {message}");
            return Misused;
        }
    }

    /// <summary>The app, checked and ready to start.</summary>
    /// <exception cref="AggregateException">Settings are wrong; see <see cref="SettingsException.MessagesOf"/>.</exception>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        Check(app.Services);
        Apply(app.Services);
        app.Run(Beside(app.Services.GetRequiredService<FunctionEndpoint>().HandleAsync, app));
        return app;
    }

    /// <summary>The functions, with the Prometheus endpoint beside them if it is wanted.</summary>
    private static RequestDelegate Beside(RequestDelegate functions, WebApplication app)
    {
        var port = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.PrometheusPort;
        if (port == 0)
            return functions;
        var prometheus = new PrometheusEndpoint(port, functions);
        app.Lifetime.ApplicationStopped.Register(prometheus.Dispose);
        return prometheus.HandleAsync;
    }

    /// <summary>All settings at once, before the server reads some of them, so that one start names every wrong one.</summary>
    private static void Check(IServiceProvider services)
    {
        services.GetRequiredService<IStartupValidator>().Validate();
        services.GetRequiredService<FunctionTable>().CheckServices(services.GetRequiredService<IServiceProviderIsService>());
    }

    /// <summary>Hands checked settings to the framework, which has read its own options by now but used none of them.</summary>
    private static void Apply(IServiceProvider services)
    {
        var host = services.GetRequiredService<IOptions<HostOptions>>().Value;
        Listening.Configure(
            services.GetRequiredService<IOptions<KestrelServerOptions>>().Value,
            host.Address,
            services.GetRequiredService<IOptions<PortOptions>>().Value.Port,
            host.PrometheusPort);
        // The gate bounds the stop itself; what remains is to send the last answers.
        services.GetRequiredService<IOptions<Microsoft.Extensions.Hosting.HostOptions>>().Value.ShutdownTimeout =
            host.Grace + TimeSpan.FromSeconds(10);
    }

    /// <summary>The URLs that a started app listens on.</summary>
    public static IReadOnlyList<string> AddressesOf(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];

    private static void LogStart(WebApplication app)
    {
        var functions = app.Services.GetRequiredService<FunctionTable>().Functions.Select(function => function.Name);
        Log.Listening(app.Logger, string.Join(", ", AddressesOf(app)), string.Join(", ", functions));
        if (app.Services.GetRequiredService<IOptions<SinkOptions>>().Value.MissingSink is { } problem)
            Log.SinkMissing(app.Logger, problem);
    }
}
