using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Longshore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>Every setting in a manifest is one that the app knows, and holds what it takes.</summary>
public sealed class SettingTests
{
    /// <summary>Read by the host itself, by Knative's conventions and by the SDKs.</summary>
    private static readonly string[] Plain = ["FUNCTIONS", "PORT", "K_SINK", "K_CE_OVERRIDES"];
    private static readonly string[] Families = ["AWS_", "OTEL_"];

    /// <summary>The options classes that functions register: those that say which section they read.</summary>
    private static readonly ILookup<string, Type> Sections = AppFunctions.Services.Select(static service => service.ServiceType)
        .Where(static type => type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(IValidateOptions<>))
        .Select(static type => type.GenericTypeArguments[0]).Distinct()
        .Select(static type => (Type: type,
            Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
        .Where(static pair => pair.Section is not null)
        .ToLookup(static pair => pair.Section!, static pair => pair.Type, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Overlays.Functions), MemberType = typeof(Overlays))]
    public async Task Settings_OfEveryFunction_AreKnownAndValid(string target)
    {
        var manifests = await Overlays.RenderAsync(target);
        var containers = manifests.SelectMany(static manifest => manifest.Functions).ToArray();

        Assert.NotEmpty(containers);
        Assert.Empty(containers.SelectMany(container => Problems(Manifest.Environment(container, manifests))));
    }

    [Fact]
    public void Problems_OfWrongSettings_AreFound()
    {
        Assert.NotEmpty(Problems(new() { ["S3__Buckets"] = "x" }));
        Assert.NotEmpty(Problems(new() { ["S3_Bucket"] = "x" }));
        Assert.NotEmpty(Problems(new() { ["S3__Bucket"] = "bucket", ["S3__RoleArn"] = "longshore-sync" }));
        Assert.NotEmpty(Problems(new() { ["Host__Deadline"] = "270" }));
        Assert.Empty(Problems(new() { ["S3__Bucket"] = "bucket", ["AWS_REGION"] = "eu-central-1" }));
    }

    [Fact]
    public void ConfigMap_OfTheBase_HoldsWhatAllFunctionsShare()
    {
        var file = Path.Combine(KnativeFolder.Path, "base", "settings.yaml");
        var maps = YamlJson.Documents("settings.yaml", File.ReadAllText(file));

        var data = maps.SelectMany(static map => map["data"]!.AsObject())
            .ToDictionary(static pair => pair.Key, static pair => pair.Value!.GetValue<string>());

        Assert.Empty(Problems(data));
    }

    private static IEnumerable<string> Problems(Dictionary<string, string> environment)
    {
        foreach (var name in environment.Keys.Where(name => !name.Contains("__", StringComparison.Ordinal)
            && !Plain.Contains(name) && !Families.Any(family => name.StartsWith(family, StringComparison.Ordinal))))
            yield return $"{name} is no setting";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(environment
            .Select(static pair =>
                KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value))).Build();
        foreach (var section in configuration.GetChildren().Where(static section => section.GetChildren().Any()))
        {
            if (!Sections.Contains(section.Key))
                yield return $"{section.Key} is no section";
            foreach (var problem in Sections[section.Key].SelectMany(type => Problems(section, type)))
                yield return problem;
        }
    }

    private static IEnumerable<string> Problems(IConfigurationSection section, Type type)
    {
        var all = Sections[section.Key].Select(each => new SectionSettings(section.Key, Setting.Of(each))).ToArray();
        var options = Activator.CreateInstance(type)!;
        try
        {
            SettingsSection.Read(section, section.Key, Setting.Of(type), SectionSettings.Of(section.Key, all)).Bind(options);
        }
        catch (OptionsValidationException wrong)
        {
            return wrong.Failures;
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(static result => result.ErrorMessage!);
    }
}
