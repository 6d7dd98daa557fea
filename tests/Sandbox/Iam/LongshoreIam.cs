namespace Longshore.Sandbox.Iam;

/// <summary>
/// The account as <c>knative/iam</c> deploys it: the user <c>longshore</c> (the base identity) and a role
/// <c>longshore-{function}</c> for each function. The files themselves are thereby under test.
/// </summary>
internal static class LongshoreIam
{
    public const string UserName = "longshore";
    private const string Trust = "-trust.json";

    /// <summary>Functions that have a role: those with a trust policy in <c>knative/iam</c>.</summary>
    public static IEnumerable<string> Functions(string folder) => Directory.EnumerateFiles(folder, $"*{Trust}")
        .Select(static file => Path.GetFileName(file)[..^Trust.Length]).Order(StringComparer.Ordinal);

    /// <param name="folder">
    /// <c>knative/iam</c>: <c>base-identity.json</c>, <c>{function}-trust.json</c>, <c>{function}-policy.json</c>.
    /// </param>
    /// <param name="accessKeyId">Of the base identity.</param>
    public static IamDirectory Load(string folder, IamPlaceholders placeholders, string accessKeyId, string secretAccessKey)
    {
        var directory = new IamDirectory(placeholders.Account);
        directory.AddUser(UserName, accessKeyId, secretAccessKey,
            Read(folder, "base-identity.json", placeholders, PolicyKind.Identity));
        foreach (var function in Functions(folder))
        {
            directory.AddRole(
                RoleName(function),
                Read(folder, function + Trust, placeholders, PolicyKind.Trust),
                [Read(folder, function + "-policy.json", placeholders, PolicyKind.Identity)]);
        }
        return directory;
    }

    public static string RoleName(string function) => "longshore-" + function;

    public static PolicyDocument Read(string folder, string file, IamPlaceholders placeholders, PolicyKind kind) =>
        PolicyParser.Parse(placeholders.Substitute(File.ReadAllText(Path.Combine(folder, file)), file), file, kind);
}
