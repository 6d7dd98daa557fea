using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longshore.Model.Events;

public static class SinkSettings
{
    /// <param name="services">An <see cref="IEventSink"/> that is registered already stays, and needs no <c>K_SINK</c>.</param>
    /// <param name="emitters">
    /// The functions that need the sink; without any it may be absent. See also <see cref="SinkOptions.MissingSink"/>.
    /// </param>
    public static IServiceCollection AddEventSink(this IServiceCollection services, IReadOnlyList<string> emitters)
    {
        IReadOnlyList<string> needing = services.Any(service => service.ServiceType == typeof(IEventSink)) ? [] : emitters;
        services.AddOptions<SinkOptions>()
            .Configure<IConfiguration>((options, configuration) => Read(options, configuration, needing))
            .ValidateOnStart();
        services.AddClosedOptions<SinkOptions>();
        services.TryAddSingleton<IEventSink, HttpEventSink>();
        return services;
    }

    private static void Read(SinkOptions options, IConfiguration configuration, IReadOnlyList<string> emitters)
    {
        var errors = new List<string>();
        var sink = configuration["K_SINK"];
        if (!string.IsNullOrEmpty(sink))
        {
            if (WebAddress.TryParse(sink, out var url))
                options.Url = url;
            else
                errors.Add($"K_SINK holds '{sink}'; it takes the http or https URL of a sink, such as a Broker's.");
        }
        else if (emitters.Count > 0)
        {
            // Knative Serving sets K_REVISION. Only there a SinkBinding makes a next Revision, so only there it helps to wait.
            var names = string.Join(", ", emitters);
            if (configuration["K_REVISION"] is { Length: > 0 } revision)
                options.MissingSink =
                    $"K_SINK is empty: {revision} is older than its SinkBinding, and {names} cannot emit events.";
            else
                errors.Add($"K_SINK is empty; set it to the URL of a sink, such as a Broker's: events are emitted by {names}.");
        }

        if (configuration["K_CE_OVERRIDES"] is { Length: > 0 } overrides && !TryReadOverrides(overrides, options.Extensions))
            errors.Add($"K_CE_OVERRIDES holds '{overrides}'; it takes {{\"extensions\":{{\"name\":\"value\"}}}} "
                + "with names of extensions.");
        if (errors.Count > 0)
            throw new OptionsValidationException(nameof(SinkOptions), typeof(SinkOptions), errors);
    }

    private static bool TryReadOverrides(string text, Dictionary<string, string> into)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            if (!document.RootElement.TryGetProperty("extensions", out var extensions)
                || extensions.ValueKind == JsonValueKind.Null)
                return true;
            foreach (var extension in extensions.EnumerateObject())
            {
                var name = CloudEventAttribute.CreateExtension(extension.Name, CloudEventAttributeType.String).Name;
                if (name == CloudEventsSpecVersion.SpecVersionAttribute.Name
                    || CloudEventsSpecVersion.V1_0.AllAttributes.Any(each => each.Name == name))
                    return false;
                into[extension.Name] = extension.Value.GetString() ?? "";
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
