namespace Longshore.Sandbox.Iam;

/// <summary>
/// The account as <c>knative/iam</c> deploys it: the user <c>longshore</c> (the base identity) and a role
/// <c>longshore-{function}</c> for each function. The files themselves are thereby under test.
/// </summary>
internal static class LongshoreIam
{
    public const string UserName = "longshore";
    public static readonly IReadOnlyList<string> Functions = ["schedule", "sync", "cleanup", "deadletter", "status"];

    /// <param name="folder"><c>knative/iam</c>: <c>base-identity.json</c>, <c>{function}-trust.json</c>, <c>{function}-policy.json</c>.</param>
    /// <param name="accessKeyId">Of the base identity.</param>
    public static IamDirectory Load(string folder, IamPlaceholders placeholders, string accessKeyId, string secretAccessKey)
    {
        var directory = new IamDirectory(placeholders.Account);
        directory.AddUser(UserName, accessKeyId, secretAccessKey, Read(folder, "base-identity.json", placeholders, PolicyKind.Identity));
        foreach (var function in Functions)
        {
            directory.AddRole(
                RoleName(function),
                Read(folder, function + "-trust.json", placeholders, PolicyKind.Trust),
                [Read(folder, function + "-policy.json", placeholders, PolicyKind.Identity)]);
        }
        return directory;
    }

    public static string RoleName(string function) => "longshore-" + function;

    public static PolicyDocument Read(string folder, string file, IamPlaceholders placeholders, PolicyKind kind) =>
        PolicyParser.Parse(placeholders.Substitute(File.ReadAllText(Path.Combine(folder, file)), file), file, kind);
}
