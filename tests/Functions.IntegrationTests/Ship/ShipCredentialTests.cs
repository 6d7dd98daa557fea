using System.Net;
using System.Net.Sockets;
using Longshore.Sandbox.Iam;

namespace Longshore.IntegrationTests.Ship;

/// <summary>Sources of credentials that give nothing: the run ends soon, and its message names the source.</summary>
public sealed class ShipCredentialTests : ShipRoom
{
    private const string Role = "arn:aws:iam::123456789012:role/any";

    /// <summary>Far below what the SDK alone would wait: 150 s to more than 500 s.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("role", "STS at http://127.0.0.1:", "gave no answer within 1 s", "S3__StsUrl")]
    [InlineData("web identity", "AWS_WEB_IDENTITY_TOKEN_FILE", "gave no credentials within 1 s", "S3__StsUrl")]
    [InlineData("container", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "gave no credentials within 1 s", "http://127.0.0.1:")]
    [InlineData("process", "credential_process of the AWS profile 'default'", "gave no credentials within 1 s",
        "by hand")]
    public async Task Ship_SourceThatHangs_EndsSoonAndIsNamed(string source, params string[] says)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        await Stage.WriteAsync(1);
        Stage.Environment["S3__CredentialsTimeout"] = "1s";
        foreach (var (name, value) in Settings(source, address))
            Stage.Environment[name] = value;

        var begun = System.Diagnostics.Stopwatch.StartNew();
        var (exit, _, errors) = await Stage.RunAsync();

        Assert.Equal(1, exit);
        Assert.All(says, each => Assert.Contains(each, errors, StringComparison.Ordinal));
        Assert.DoesNotContain("hidden", errors, StringComparison.Ordinal);
        Assert.True(begun.Elapsed < Soon, $"{begun.Elapsed}");
        Assert.Contains("hour/f0000.dat", Stage.Left);
    }

    [Theory]
    [InlineData("[profile x]\nsso_start_url=https://x\nsso_region=us-east-1\nsso_account_id=1\nsso_role_name=r",
        "export-credentials --profile x")]
    [InlineData("[profile x]\nrole_arn=" + Role + "\nsource_profile=y\nmfa_serial=m\n"
        + "[profile y]\naws_access_key_id=a\naws_secret_access_key=b",
        "MFA device")]
    [InlineData("[profile x]\nrole_arn=" + Role + "\nsource_profile=y\n[profile y]\nrole_arn=" + Role
        + "\nsource_profile=x", "cyclical")]
    [InlineData("[profile x]\nrole_arn=" + Role + "\nsource_profile=y", "Source profile [y] was not found")]
    [InlineData("[profile x]\nregion=eu-central-1", "holds no credentials")]
    public async Task Ship_ProfileThatGivesNothing_IsNamedWithItsCause(string profile, string cause)
    {
        Stage.Environment["AWS_ACCESS_KEY_ID"] = Stage.Environment["AWS_SECRET_ACCESS_KEY"] = "";
        Stage.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        Stage.Environment["AWS_PROFILE"] = "x";
        Stage.Environment["AWS_CONFIG_FILE"] = Write(profile);

        var (exit, _, errors) = await Stage.RunAsync();

        Assert.Equal(2, exit);
        Assert.Contains("The AWS profile 'x'", errors, StringComparison.Ordinal);
        Assert.Contains(cause, errors, StringComparison.Ordinal);
    }

    /// <summary>The sandbox's STS refuses a request without a signature.</summary>
    [Fact]
    public async Task Ship_RoleOfAProfile_IsAssumedByItsSourceProfile()
    {
        const string any =
            """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}}""";
        const string all = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""";
        await Stage.WriteAsync(1);
        Iam.AddRole("mine", PolicyParser.Parse(any, "trust", PolicyKind.Trust),
            [PolicyParser.Parse(all, "policy", PolicyKind.Identity)]);
        var (key, secret) = (Stage.Environment["AWS_ACCESS_KEY_ID"], Stage.Environment["AWS_SECRET_ACCESS_KEY"]);
        Stage.Environment["AWS_ACCESS_KEY_ID"] = Stage.Environment["AWS_SECRET_ACCESS_KEY"] = "";
        Stage.Environment["AWS_CONFIG_FILE"] = Write($"[default]\nrole_arn={Iam.RoleArn("mine")}\nsource_profile=base\n"
            + $"[profile base]\naws_access_key_id={key}\naws_secret_access_key={secret}");

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 0, output + errors);
    }

    /// <summary>The SDK goes on to the next source.</summary>
    [Fact]
    public async Task Ship_HalfAKeyPairBesideAProfile_IsToldAndNotInTheWay()
    {
        await Stage.WriteAsync(1);
        var (key, secret) = (Stage.Environment["AWS_ACCESS_KEY_ID"], Stage.Environment["AWS_SECRET_ACCESS_KEY"]);
        Stage.Environment["AWS_SECRET_ACCESS_KEY"] = "";
        Stage.Environment["AWS_CONFIG_FILE"] =
            Write($"[default]\naws_access_key_id={key}\naws_secret_access_key={secret}");

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Contains("AWS_SECRET_ACCESS_KEY is empty although", output + errors, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Settings(string source, string address)
    {
        var settings = source == "role" ? [] : new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "",
            ["AWS_SECRET_ACCESS_KEY"] = "",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        switch (source)
        {
            case "role":
                settings["S3__RoleArn"] = Role;
                settings["S3__StsUrl"] = address;
                break;
            case "web identity":
                settings["S3__StsUrl"] = address;
                settings["AWS_ROLE_ARN"] = Role;
                settings["AWS_WEB_IDENTITY_TOKEN_FILE"] = Write("token");
                break;
            case "container":
                settings["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = address + "/hidden";
                break;
            default:
                settings["AWS_CONFIG_FILE"] = Write("[default]\ncredential_process = sleep 20 # hidden\n");
                break;
        }

        return settings;
    }

    /// <summary>A file that goes with the directory of the test and is not shipped.</summary>
    private string Write(string text)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Stage.Directory, ".odd")).FullName, "file");
        File.WriteAllText(path, text);
        return path;
    }
}
