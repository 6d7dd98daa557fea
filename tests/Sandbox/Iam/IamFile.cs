using System.Text.Json;
using System.Text.Json.Serialization;

namespace Longshore.Sandbox.Iam;

/// <summary>
/// An account in JSON: <c>{"account", "users": [{"name", "accessKeyId", "secretAccessKey", "policies": [file]}],
/// "roles": [{"name", "trust": file, "policies": [file], "maxSessionSeconds", "sessionCapSeconds"}]}</c>. Policy files are
/// relative to it. Unknown members are refused.
/// </summary>
internal static class IamFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    };

    public static IamDirectory Load(string path, IamPlaceholders? placeholders = null)
    {
        var account = Read(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var directory = new IamDirectory(account.Account);
        foreach (var user in account.Users)
            directory.AddUser(user.Name, user.AccessKeyId, user.SecretAccessKey,
                [.. user.Policies.Select(file => Policy(file, PolicyKind.Identity))]);
        foreach (var role in account.Roles)
        {
            directory.AddRole(
                role.Name, Policy(role.Trust, PolicyKind.Trust),
                [.. role.Policies.Select(file => Policy(file, PolicyKind.Identity))],
                Seconds(role.MaxSessionSeconds), Seconds(role.SessionCapSeconds));
        }
        return directory;

        PolicyDocument Policy(string file, PolicyKind kind) => placeholders is null
            ? PolicyParser.Parse(File.ReadAllText(Path.Combine(folder, file)), file, kind)
            : LongshoreIam.Read(folder, file, placeholders, kind);
    }

    private static AccountJson Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<AccountJson>(File.ReadAllText(path), Options)
                ?? throw new PolicyFormatException(path, "", "is empty");
        }
        catch (JsonException invalid)
        {
            throw new PolicyFormatException(path, invalid.Path ?? "", invalid.Message);
        }
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;

    private sealed record AccountJson(string Account, IReadOnlyList<UserJson> Users, IReadOnlyList<RoleJson> Roles);

    private sealed record UserJson(string Name, string AccessKeyId, string SecretAccessKey, IReadOnlyList<string> Policies);

    private sealed record RoleJson(
        string Name, string Trust, IReadOnlyList<string> Policies, int? MaxSessionSeconds = null, int? SessionCapSeconds = null);
}
