using Longshore.Sandbox.Iam;

namespace Longshore.IntegrationTests.Sandbox;

/// <summary>A policy that would not be obeyed as written does not load; the message names file and place.</summary>
public sealed class PolicyRefusalTests
{
    private const string Head = """{"Version": "2012-10-17", "Statement": [""";
    private const string Tail = "]}";
    private const string Get = """ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" """;

    public static TheoryData<string, string> Statements => new()
    {
        { """{"Effect": "Permit", "Action": "s3:GetObject", "Resource": "*"}""", "Statement[0].Effect: 'Permit'" },
        { """{"Effect": "Allow", "Action": "s3:HeadObject", "Resource": "*"}""", "Statement[0].Action: 's3:HeadObject'" },
        { """{"Effect": "Allow", "Action": ["s3:GetObject", "GetObject"], "Resource": "*"}""",
            "Statement[0].Action[1]: 'GetObject' is malformed" },
        { """{"Effect": "Allow", "Action": "s3:Gett*", "Resource": "*"}""", "'s3:Gett*' is no action" },
        { """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "media/*"}""",
            "Statement[0].Resource: 'media/*' is not an ARN" },
        { """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:us-east-1::media/*"}""", "region or account" },
        { """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:iam::12:role/x"}""", "12 digits" },
        { """{"Effect": "Allow", "Action": "s3:GetObject"}""", "Statement[0]: needs one of Resource and NotResource" },
        { """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Principal": "*"}""",
            "Statement[0].Principal: is no element" },
        { """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Ressource": "*"}""",
            "Statement[0].Ressource: is no element" },
        { "{" + Get + """, "Condition": {"StringEqual": {"s3:prefix": "a"}}}""",
            "Statement[0].Condition.StringEqual: is no condition operator" },
        { "{" + Get + """, "Condition": {"StringEquals": {"s3:prefixes": "a"}}}""",
            "Condition.StringEquals.s3:prefixes: 's3:prefixes' is no condition key" },
        { "{" + Get + """, "Condition": {"NumericLessThan": {"s3:max-keys": "many"}}}""",
            "'many' is no value for NumericLessThan" },
        { "{" + Get + """, "Condition": {"Bool": {"aws:SecureTransport": "yes"}}}""", "'yes' is no value for Bool" },
        { "{" + Get + """, "Condition": {"Null": {"s3:prefix": "maybe"}}}""", "'maybe' is no value for Null" },
        { "{" + Get + """, "Condition": {"ForSomeValues:StringEquals": {"s3:prefix": "a"}}}""", "unknown set operator" },
        { """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/${aws:user}/*"}""",
            "unknown variable ${aws:user}" },
        { """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::media/${aws:username/*"}""",
            "without its }" },
        { """{"Sid": "A", """ + Get + """}, {"Sid": "A", """ + Get + "}", "has the Sid 'A' twice" },
        { """{"Effect": "Allow", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}""", "is no JSON" },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public void Parse_StatementThatCannotBeObeyed_NamesFileAndPlace(string statement, string place)
    {
        var refused = Assert.Throws<PolicyFormatException>(
            () => PolicyParser.Parse(Head + statement + Tail, "sync-policy.json", PolicyKind.Identity));

        Assert.StartsWith("sync-policy.json: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Version": "2008-10-17", "Statement": []}""", "Version: '2008-10-17' is not supported")]
    [InlineData("""{"Statement": []}""", "lacks the element Version")]
    [InlineData("""{"Version": "2012-10-17", "Statement": []}""", "Statement: is empty")]
    [InlineData("""{"Version": "2012-10-17", "Statement": [}""", "line 1")]
    public void Parse_DocumentThatCannotBeObeyed_NamesThePlace(string json, string place)
    {
        var refused = Assert.Throws<PolicyFormatException>(() => PolicyParser.Parse(json, "p.json", PolicyKind.Identity));

        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"AWS": "arn:aws:iam::123456789012:user/*"}""", "Principal.AWS")]
    [InlineData("""{"AWS": "longshore"}""", "Principal.AWS")]
    [InlineData("""{"Aws": "*"}""", "Principal.Aws: is no element")]
    public void Parse_PrincipalThatMeansNobody_IsRefused(string principal, string place)
    {
        var json = Head + """{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": """ + principal + "}" + Tail;

        var refused = Assert.Throws<PolicyFormatException>(() => PolicyParser.Parse(json, "p.json", PolicyKind.Trust));

        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Substitute_UnknownPlaceholder_NamesFileAndLine()
    {
        var placeholders = new IamPlaceholders("media", "123456789012", "ext");

        var refused = Assert.Throws<PolicyFormatException>(() => placeholders.Substitute("{\n\"${BUKET}\"}", "p.json"));

        Assert.Equal("p.json: line 2: has the unknown placeholder ${BUKET}", refused.Message);
    }
}
