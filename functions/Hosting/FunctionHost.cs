using System.Net;
using Longshore.Settings;
using Longshore.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Longshore.Hosting;

/// <summary>The process around the functions: configuration, logs and the server.</summary>
internal static class FunctionHost
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
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddProvider(new JsonLinesLoggerProvider(Console.OpenStandardOutput(), TimeProvider.System));
        builder.WebHost.UseKestrelCore();
        builder.Services.AddOptions<PortOptions>().Configure<IConfiguration>(PortOptions.Read).ValidateOnStart();
        builder.Services.ConfigureOptions<Listening>();
        return builder;
    }

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
        catch (Exception error) when (SettingsException.MessagesOf(error) is { } messages)
        {
            foreach (var message in messages)
                await Console.Error.WriteLineAsync($"longshore: {message}");
            return Misused;
        }
    }

    /// <summary>The app with its endpoint in place.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<FunctionEndpoint>().HandleAsync);
        return app;
    }

    private static void LogStart(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var functions = app.Services.GetRequiredService<FunctionTable>().Functions.Select(function => function.Name);
        Log.Listening(app.Logger, string.Join(", ", addresses), string.Join(", ", functions));
    }
}
