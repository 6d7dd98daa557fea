using System.Net;
using System.Net.Sockets;
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

    /// <exception cref="ListenException">An address cannot be listened on.</exception>
    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            var port = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.PrometheusPort;
            var taken = port != 0 && error.Message.Contains($":{port}:", StringComparison.Ordinal) ? PrometheusPort : "PORT";
            throw new ListenException($"{error.Message} Set {taken} to a free port.", error);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressNotAvailable
            or SocketError.AddressFamilyNotSupported)
        {
            throw new ListenException($"The address cannot be listened on ({error.Message}); set Host__Address and PORT.", error);
        }
        catch (Exception error) when (SettingsException.MessagesOf(error) is null)
        {
            Log.StartFailed(app.Logger, error);
            throw;
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
        List<string> problems = [.. SettingNames.Near(configuration, known)];
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (Exception error) when (SettingsException.MessagesOf(error) is { } wrong)
        {
            problems.AddRange(wrong);
        }

        if (problems.Count > 0)
            throw new SettingsException([.. problems.Distinct()]);
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

    private static void Listen(KestrelServerOptions server, string address, int port)
    {
        if (address == HostOptions.AnyAddress)
            server.ListenAnyIP(port, OnlyHttp1);
        else
            server.Listen(IPAddress.Parse(address), port, OnlyHttp1);

        // Each event is one request, so HTTP/2 has no use, and without TLS a client must know beforehand that it is spoken.
        static void OnlyHttp1(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;
    }

    /// <summary>The URLs that a started app listens on.</summary>
    public static IReadOnlyList<string> AddressesOf(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];

    private static void LogStart(WebApplication app)
    {
        var functions = app.Services.GetRequiredService<FunctionTable>().Names;
        var about = app.Services.GetService<StartNote>()?.About(app.Services);
        Log.Listening(app.Logger, string.Join(", ", AddressesOf(app)), functions, about is null ? "" : $"; {about}");
        if (app.Services.GetRequiredService<IOptions<SinkOptions>>().Value.MissingSink is { } problem)
            Log.SinkMissing(app.Logger, problem);
    }
}

/// <summary>An address cannot be listened on.</summary>
/// <param name="message">Names the setting to change.</param>
internal sealed class ListenException(string message, Exception inner) : Exception(message, inner);
