using Longshore.Sandbox.Iam;

namespace Longshore.IntegrationTests.Sandbox;

/// <summary>IAM's evaluation, row by row.</summary>
public sealed class PolicyEvaluationTests
{
    private const string AnyGet = """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""";

    [Theory]
    [InlineData("s3:GetObject", "arn:aws:s3:::media/a", true)]
    [InlineData("S3:getobject", "arn:aws:s3:::media/a", true)]
    [InlineData("s3:PutObject", "arn:aws:s3:::media/a", false)]
    [InlineData("s3:GetObject", "arn:aws:s3:::media/b/c", true)]
    [InlineData("s3:GetObject", "arn:aws:s3:::Media/a", false)]
    [InlineData("s3:GetObject", "arn:aws:s3:::media", false)]
    public void Decide_ActionAndResource_MatchWithWildcards(string action, string resource, bool allowed) =>
        Assert.Equal(allowed, Allows("""{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::media/*"}""",
            action, resource));

    [Fact]
    public void Decide_DenyBesideAllow_Denies() =>
        Assert.False(Allows(AnyGet + """, {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::media/secret/*"}""",
            resource: "arn:aws:s3:::media/secret/a"));

    [Theory]
    [InlineData("arn:aws:s3:::media/keep/a", true)]
    [InlineData("arn:aws:s3:::media/other", false)]
    public void Decide_DenyWithNotResource_SparesThatResource(string resource, bool allowed) =>
        Assert.Equal(allowed,
            Allows(AnyGet + """, {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::media/keep/*"}""",
            resource: resource));

    [Theory]
    [InlineData("s3:DeleteObject", false)]
    [InlineData("s3:GetObject", true)]
    public void Decide_NotAction_IsEveryOther(string action, bool allowed) =>
        Assert.Equal(allowed, Allows("""{"Effect": "Allow", "NotAction": "s3:Delete*", "Resource": "*"}""", action));

    [Theory]
    [InlineData("""{"StringEquals": {"s3:prefix": "a"}}""", "a", true)]
    [InlineData("""{"StringEquals": {"s3:prefix": ["x", "a"]}}""", "a", true)]
    [InlineData("""{"StringEquals": {"s3:prefix": "*"}}""", "a", false)]
    [InlineData("""{"StringEquals": {"s3:prefix": "a"}}""", null, false)]
    [InlineData("""{"StringEqualsIfExists": {"s3:prefix": "a"}}""", null, true)]
    [InlineData("""{"StringNotEquals": {"s3:prefix": "a"}}""", null, true)]
    [InlineData("""{"StringNotEquals": {"s3:prefix": ["a", "b"]}}""", "b", false)]
    [InlineData("""{"StringLike": {"s3:prefix": "a/*/c?"}}""", "a/b/b/c1", true)]
    [InlineData("""{"StringLike": {"s3:prefix": "a/*/c?"}}""", "a/b/c", false)]
    [InlineData("""{"StringLike": {"S3:PREFIX": "a${*}"}}""", "a*", true)]
    [InlineData("""{"StringLike": {"s3:prefix": "a${*}"}}""", "ab", false)]
    [InlineData("""{"StringEqualsIgnoreCase": {"s3:prefix": "A"}}""", "a", true)]
    [InlineData("""{"Null": {"s3:prefix": "true"}}""", null, true)]
    [InlineData("""{"Null": {"s3:prefix": "true"}}""", "a", false)]
    [InlineData("""{"Null": {"s3:prefix": false}}""", "a", true)]
    [InlineData("""{"NumericLessThan": {"s3:prefix": 10}}""", "9", true)]
    [InlineData("""{"NumericLessThan": {"s3:prefix": "10"}}""", "10", false)]
    [InlineData("""{"NumericLessThan": {"s3:prefix": "10"}}""", "nine", false)]
    [InlineData("""{"DateGreaterThan": {"s3:prefix": "2026-01-01T00:00:00Z"}}""", "2026-01-01T00:00:01Z", true)]
    [InlineData("""{"Bool": {"s3:prefix": "true"}}""", "true", true)]
    [InlineData("""{"ArnLike": {"s3:prefix": "arn:aws:s3:::m*"}}""", "arn:aws:s3:::media", true)]
    [InlineData("""{"ForAllValues:StringEquals": {"s3:prefix": "a"}}""", null, true)]
    [InlineData("""{"ForAnyValue:StringEquals": {"s3:prefix": "a"}}""", null, false)]
    [InlineData("""{"StringEquals": {"s3:prefix": "a"}, "Null": {"s3:delimiter": "false"}}""", "a", false)]
    public void Decide_Condition_HoldsAsIamSays(string condition, string? prefix, bool allowed) => Assert.Equal(
        allowed, Allows("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": """ + condition + "}",
            prefix: prefix));

    [Fact]
    public void Refusal_SessionPolicy_NarrowsAndNeverWidens()
    {
        var caller = new Principal("123456789012", "arn", "id", null, null, [Parse(AnyGet)],
            Parse("""{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::media/mine/*"}"""));

        Assert.Null(Refusal(caller, "s3:GetObject", "arn:aws:s3:::media/mine/a"));
        Assert.Contains("no session policy allows", Refusal(caller, "s3:GetObject", "arn:aws:s3:::media/other"),
            StringComparison.Ordinal);
        Assert.Contains("no identity-based policy allows", Refusal(caller, "s3:PutObject", "arn:aws:s3:::media/mine/a"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_Variable_IsTheCallersValue()
    {
        const string own =
            """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/${aws:username}/*"}""";
        var policy = Parse(own);
        AccessRequest Request(string key) =>
            new("s3:GetObject", "arn:aws:s3:::media/" + key, name => name == "aws:username" ? ["ann"] : null);

        Assert.Equal(PolicyVerdict.Allow, PolicyEvaluator.Decide([policy], Request("ann/a")));
        Assert.Equal(PolicyVerdict.ImplicitDeny, PolicyEvaluator.Decide([policy], Request("bob/a")));
    }

    private static string? Refusal(Principal caller, string action, string resource) =>
        PolicyEvaluator.Refusal(caller, new AccessRequest(action, resource, _ => null));

    private static bool Allows(
        string statements, string action = "s3:GetObject", string resource = "arn:aws:s3:::media/a", string? prefix = null) =>
        PolicyEvaluator.Decide([Parse(statements)],
            new AccessRequest(action, resource, key => key == "s3:prefix" && prefix is not null ? [prefix] : null))
        == PolicyVerdict.Allow;

    private static PolicyDocument Parse(string statements) =>
        PolicyParser.Parse("""{"Version": "2012-10-17", "Statement": [""" + statements + "]}", "test", PolicyKind.Identity);
}
