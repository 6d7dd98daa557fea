using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Longshore.Sandbox.Iam;

/// <summary>The account's users, roles and everybody's credentials, sessions included. Safe for concurrent use.</summary>
internal sealed class IamDirectory(string account = "123456789012")
{
    private readonly ConcurrentDictionary<string, Credential> _credentials = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Role> _roles = new(StringComparer.Ordinal);

    public string Account => account;

    public IEnumerable<Role> Roles => _roles.Values;

    /// <summary>A directory with one user who may do everything: for tests that are not about permissions.</summary>
    public static IamDirectory WithAdministrator(string accessKeyId, string secretAccessKey)
    {
        var directory = new IamDirectory();
        directory.AddAdministrator(accessKeyId, secretAccessKey);
        return directory;
    }

    public Principal AddAdministrator(string accessKeyId, string secretAccessKey)
    {
        const string everything = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
            """;
        return AddUser("administrator", accessKeyId, secretAccessKey,
            PolicyParser.Parse(everything, "administrator", PolicyKind.Identity));
    }

    public Principal AddUser(string name, string accessKeyId, string secretAccessKey, params PolicyDocument[] policies)
    {
        var user = new Principal(account, $"arn:aws:iam::{account}:user/{name}", NewId("AIDA"), name, null, policies, null);
        _credentials[accessKeyId] = new Credential(accessKeyId, secretAccessKey, null, null, user);
        return user;
    }

    /// <summary>Adds or replaces a role. <paramref name="maxSession"/> defaults to AWS's 1 hour.</summary>
    public Role AddRole(string name, PolicyDocument trust, IReadOnlyList<PolicyDocument> policies, TimeSpan? maxSession = null,
        TimeSpan? sessionCap = null)
    {
        var role = new Role(name, RoleArn(name), NewId("AROA"), trust, policies, maxSession ?? TimeSpan.FromHours(1), sessionCap);
        _roles[role.Arn] = role;
        return role;
    }

    /// <summary>Caps the sessions that a role gives from now on.</summary>
    public void CapSessions(string roleName, TimeSpan cap)
    {
        var role = _roles[RoleArn(roleName)];
        _roles[role.Arn] = role with { SessionCap = cap };
    }

    public string RoleArn(string name) => $"arn:aws:iam::{account}:role/{name}";

    public Role? FindRole(string arn) => _roles.GetValueOrDefault(arn);

    public Credential? FindCredential(string accessKeyId) => _credentials.GetValueOrDefault(accessKeyId);

    /// <summary>Issues a session of the role.</summary>
    public Credential StartSession(Role role, string sessionName, PolicyDocument? sessionPolicy, DateTimeOffset expires)
    {
        var session = new Principal(
            account, $"arn:aws:sts::{account}:assumed-role/{role.Name}/{sessionName}", $"{role.RoleId}:{sessionName}",
            null, role.Arn,
            role.Policies, sessionPolicy);
        var credential = new Credential(
            NewId("ASIA"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(96)), expires, session);
        _credentials[credential.AccessKeyId] = credential;
        return credential;
    }

    /// <summary>Takes a key away, a session's or a user's.</summary>
    public void Revoke(string accessKeyId) => _credentials.TryRemove(accessKeyId, out _);

    private static string NewId(string prefix) =>
        prefix + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
}
