namespace Longshore.Sandbox.Iam;

/// <summary>Who makes a request.</summary>
/// <param name="Arn">Of the user, or of the role's session (<c>arn:aws:sts::…:assumed-role/role/session</c>).</param>
/// <param name="UserId">Unique; for a session the role's id, a colon and the session name.</param>
/// <param name="UserName">Null for sessions.</param>
/// <param name="RoleArn">The role whose session it is; null for users.</param>
/// <param name="Policies">Identity policies; together they allow.</param>
/// <param name="SessionPolicy">If there is one, it must allow as well.</param>
internal sealed record Principal(
    string Account,
    string Arn,
    string UserId,
    string? UserName,
    string? RoleArn,
    IReadOnlyList<PolicyDocument> Policies,
    PolicyDocument? SessionPolicy)
{
    /// <summary>For <c>aws:PrincipalArn</c>: a session counts as its role.</summary>
    public string PrincipalArn => RoleArn ?? Arn;

    /// <summary>The keys every service knows of the caller; null for other keys.</summary>
    public IReadOnlyList<string>? Values(string key) => key switch
    {
        "aws:principalarn" => [PrincipalArn],
        "aws:principalaccount" => [Account],
        "aws:userid" => [UserId],
        "aws:username" when UserName is not null => [UserName],
        _ => null,
    };
}
