using Longshore.Sandbox.Iam;

namespace Longshore.IntegrationTests.Sandbox;

public sealed class IamFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-iam-").FullName;

    [Fact]
    public void Load_UsersAndRoles_AreThereWithTheirPolicies()
    {
        Write("allow.json",
            """{"Version": "2012-10-17", "Statement": """
            + """{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${BUCKET}/*"}}""");
        Write("trust.json",
            """{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": """
            + """{"AWS": "${BASE_ARN}"}}}""");
        Write("iam.json", """
            {
              "account": "123456789012",
              "users": [{"name": "ann", "accessKeyId": "AKIDANN", "secretAccessKey": "s", "policies": ["allow.json"]}],
              "roles": [{"name": "worker", "trust": "trust.json", "policies": ["allow.json"], "sessionCapSeconds": 5}]
            }
            """);

        var iam = IamFile.Load(Path.Combine(_folder, "iam.json"), new IamPlaceholders("media", "123456789012", "ext"));

        Assert.Equal("arn:aws:iam::123456789012:user/ann", iam.FindCredential("AKIDANN")!.Principal.Arn);
        var role = iam.FindRole("arn:aws:iam::123456789012:role/worker")!;
        Assert.Equal(TimeSpan.FromSeconds(5), role.SessionCap);
        Assert.Equal("arn:aws:s3:::media/*", role.Policies[0].Statements[0].Resources[0].Text);
    }

    [Fact]
    public void Load_UnknownMember_IsRefusedWithFileAndPlace()
    {
        Write("iam.json", """{"account": "123456789012", "users": [], "roles": [], "groups": []}""");

        var refused = Assert.Throws<PolicyFormatException>(() => IamFile.Load(Path.Combine(_folder, "iam.json")));

        Assert.Contains("iam.json: $.groups", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
