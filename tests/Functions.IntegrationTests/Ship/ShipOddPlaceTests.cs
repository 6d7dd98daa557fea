using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Longshore.IntegrationTests.Ship;

/// <summary>Addresses, proxies and credentials that a person's environment gives, and services that answer oddly.</summary>
public sealed class ShipOddPlaceTests : ShipRoom
{
    private const string Role = "arn:aws:iam::123456789012:role/any";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Only the variables say where the store is.</summary>
    [Theory]
    [InlineData("AWS_ENDPOINT_URL_S3", "AWS_REGION")]
    [InlineData("AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION")]
    [InlineData("endpoint_url = {0}", "AWS_REGION")]
    [InlineData("services = mine\n[services mine]\ns3 =\n  endpoint_url = {0}", "AWS_REGION")]
    public async Task Ship_AddressOfTheEnvironment_IsWhereTheFilesGo(string address, string region)
    {
        await Stage.WriteAsync(1);
        Stage.Environment.Remove("AWS_REGION");
        Stage.Environment[region] = "us-east-1";
        if (address.StartsWith("AWS_", StringComparison.Ordinal))
            Stage.Environment[address] = S3.Endpoint.ToString();
        else
            WriteProfile(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, S3.Endpoint));

        var (exit, output, errors) = await RunAsync(
            [Stage.Directory, "--bucket", Bucket, "--prefix", "in/", "--min-age", "PT2S"]);

        Assert.True(exit == 0, output + errors);
        Assert.Equal(1, await Stage.AssertNothingIsLostAsync());
    }

    [Fact]
    public async Task Ship_AddressOfTheEnvironment_IsInTheReport()
    {
        Stage.Environment["AWS_ENDPOINT_URL_S3"] = S3.Endpoint.ToString();

        var (exit, output, errors) = await RunAsync(
            [Stage.Directory, "--bucket", Bucket, "--prefix", "in/", "--min-age", "PT2S", "--json"]);

        Assert.True(exit == 0, output + errors);
        Assert.Equal(
            S3.Endpoint.ToString(), JsonDocument.Parse(output).RootElement.GetProperty("endpoint").GetString());
    }

    [Fact]
    public async Task Ship_OptionBesideAVariable_OptionWins()
    {
        await Stage.WriteAsync(1);
        Stage.Environment["AWS_ENDPOINT_URL_S3"] = Stage.Environment["AWS_ENDPOINT_URL"] = "http://user:hidden@127.0.0.1:1";

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(1, await Stage.AssertNothingIsLostAsync());
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_S3", "http://user:hidden@127.0.0.1:1", 1, "from http://127.0.0.1:1; check AWS_ENDPOINT_URL_S3")]
    [InlineData("AWS_ENDPOINT_URL", "localhost:9000", 2, "AWS_ENDPOINT_URL holds 'localhost:9000'")]
    [InlineData("AWS_ACCESS_KEY_ID", "hidden\n", 2, "AWS_ACCESS_KEY_ID ends in a line break")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "", 2, "AWS_SECRET_ACCESS_KEY is empty although AWS_ACCESS_KEY_ID is set")]
    [InlineData("AWS_REGION", "us-east-1\n", 2, "AWS_REGION ends in a line break")]
    [InlineData("S3__ExternalId", "hidden\n", 2, "S3__ExternalId ends in a line break")]
    [InlineData("AWS_PROFILE", "absent", 2, "The AWS profile 'absent' was not found")]
    public async Task Ship_ValueThatCannotBeUsed_IsNamed(string name, string value, int expected, string says)
    {
        if (name == "AWS_PROFILE")
            Stage.Environment["AWS_ACCESS_KEY_ID"] = Stage.Environment["AWS_SECRET_ACCESS_KEY"] = "";
        Stage.Environment[name] = value;

        var (exit, output, errors) = await RunAsync([Stage.Directory, "--bucket", Bucket]);

        Assert.Equal(expected, exit);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", output + errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task Ship_ProfileWithHalfAKeyPair_SaysWhichHalfIsMissing()
    {
        Stage.Environment["AWS_ACCESS_KEY_ID"] = Stage.Environment["AWS_SECRET_ACCESS_KEY"] = "";
        WriteProfile("aws_access_key_id = half");

        var (exit, _, errors) = await Stage.RunAsync();

        Assert.Equal(2, exit);
        Assert.Contains("lacks aws_secret_access_key", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_ProcessThatGivesNoCredentials_IsNamedWithoutItsOutput()
    {
        Stage.Environment["AWS_ACCESS_KEY_ID"] = Stage.Environment["AWS_SECRET_ACCESS_KEY"] = "";
        WriteProfile("credential_process = sh -c \"echo hidden >&2; exit 3\"");

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.Equal(1, exit);
        Assert.Contains("credential_process of the AWS profile 'default' failed", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", output + errors, StringComparison.Ordinal);
    }

    /// <summary>The metadata service or a container's service is there and fails: the same run may succeed later.</summary>
    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "The credentials service that AWS_CONTAINER_CREDENTIALS_FULL_URI names")]
    [InlineData("AWS_EC2_METADATA_SERVICE_ENDPOINT", "The metadata service that AWS_EC2_METADATA_SERVICE_ENDPOINT names")]
    public async Task Ship_ServiceOfCredentialsFails_EndsWithOne(string name, string says)
    {
        await using var service = await StartAsync(static http =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        Stage.Environment["AWS_ACCESS_KEY_ID"] = Stage.Environment["AWS_SECRET_ACCESS_KEY"] = "";
        Stage.Environment["HOME"] = "/nonexistent";
        Stage.Environment[name] = service.Urls.First();

        var (exit, _, errors) = await Stage.RunAsync();

        Assert.Equal(1, exit);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Theory]
    [InlineData(200, "<html>Sign in</html>", 1, "answered, but with no session")]
    [InlineData(200, "", 1, "answered, but with no session")]
    [InlineData(503, "", 1, "try again later")]
    [InlineData(404, "<html>Not here</html>", 1, "answered with a web page (404 NotFound); check that S3__StsUrl names")]
    [InlineData(503, "<html>Busy</html>", 1, "answered with a web page (503 ServiceUnavailable); check that S3__StsUrl names")]
    [InlineData(403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not allowed</Message></Error></ErrorResponse>", 1,
        "STS says: AccessDenied (not allowed)")]
    [InlineData(400,
        "<ErrorResponse><Error><Code>MalformedPolicyDocument</Code><Message>odd</Message></Error></ErrorResponse>", 1,
        "S3__SessionPolicy=false")]
    public async Task Ship_StsAnswersOddly_IsNamed(int status, string body, int expected, string says)
    {
        await using var sts = await StartAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType =
                status != 200 && body.StartsWith("<html", StringComparison.Ordinal) ? "text/html" : "text/xml";
            return http.Response.WriteAsync(body, Cancel);
        });
        Stage.Environment["S3__StsUrl"] = sts.Urls.First();

        var (exit, _, errors) = await Stage.RunAsync("--role-arn", Role);

        Assert.Equal(expected, exit);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Ship_SessionPolicy_IsSentUnlessItIsLeftOut(string setting, bool sent)
    {
        var bodies = new ConcurrentQueue<string>();
        await using var sts = await StartAsync(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            bodies.Enqueue(await reader.ReadToEndAsync(Cancel));
            http.Response.StatusCode = 403;
        });
        Stage.Environment["S3__StsUrl"] = sts.Urls.First();
        Stage.Environment["S3__SessionPolicy"] = setting;

        await Stage.RunAsync("--role-arn", Role);

        Assert.Equal(sent, bodies.First().Contains("Policy=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ship_WebIdentityIsRefused_KeepsTheWordsOfSts()
    {
        await using var sts = await StartAsync(http =>
        {
            http.Response.StatusCode = 400;
            return http.Response.WriteAsync(
                "<ErrorResponse><Error><Code>InvalidIdentityToken</Code>"
                + "<Message>no such provider</Message></Error></ErrorResponse>",
                Cancel);
        });
        var token = Path.Combine(Directory.CreateTempSubdirectory("longshore-token-").FullName, "token");
        await File.WriteAllTextAsync(token, "a.b.c", Cancel);
        Stage.Environment["AWS_ACCESS_KEY_ID"] = Stage.Environment["AWS_SECRET_ACCESS_KEY"] = "";
        Stage.Environment["AWS_ROLE_ARN"] = Role;
        Stage.Environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = token;
        Stage.Environment["S3__StsUrl"] = sts.Urls.First();

        var (exit, _, errors) = await Stage.RunAsync();

        Assert.Equal(2, exit);
        Assert.Contains("InvalidIdentityToken (no such provider)", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_ProxyThatIsNotThere_IsNamedWithoutItsPassword()
    {
        Stage.Environment["http_proxy"] = "http://user:hidden@127.0.0.1:1";

        var (exit, _, errors) = await RunAsync([Stage.Directory, "--bucket", Bucket, "--endpoint", "http://store.example:9000"]);

        Assert.Equal(1, exit);
        Assert.Contains("through the proxy http://127.0.0.1:1", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("10.0.0.0/8,127.0.0.0/8")]
    public async Task Ship_StoreIsExceptedFromTheProxy_IsAskedItself(string exceptions)
    {
        await Stage.WriteAsync(1);
        Stage.Environment["http_proxy"] = "http://127.0.0.1:1";
        Stage.Environment["no_proxy"] = exceptions;

        var (exit, output, errors) = await Stage.RunAsync();

        Assert.True(exit == 0, output + errors);
    }

    /// <summary>No room at all, or no write at all: no try can help, and the run ends within seconds.</summary>
    [Theory]
    [InlineData(403, "QuotaExceeded", "the store is full: QuotaExceeded")]
    [InlineData(507, "XMinioStorageFull", "the store is full: XMinioStorageFull")]
    [InlineData(503, "XMinioWriteQuorum", "the store takes no writes at the moment: XMinioWriteQuorum")]
    [InlineData(405, "MethodNotAllowed", "takes no such request (MethodNotAllowed")]
    public async Task Ship_EveryWriteIsRefusedForOneReason_IsGivenUp(int status, string code, string says)
    {
        await Stage.WriteAsync(2);
        await using var full = await StartAsync(async http =>
        {
            var isWrite = http.Request.Method is "PUT" or "POST";
            http.Response.StatusCode = isWrite ? status : http.Request.Method == "HEAD" ? 404 : 200;
            http.Response.Headers["x-amz-request-id"] = "1";
            await http.Request.Body.CopyToAsync(Stream.Null, Cancel);
            await http.Response.WriteAsync(isWrite
                ? $"<Error><Code>{code}</Code><Message>words</Message></Error>"
                : "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>", Cancel);
        });

        var (exit, output, errors) = await RunAsync(
            [Stage.Directory, "--bucket", Bucket, "--endpoint", full.Urls.First(), "--min-age", "PT2S"]);

        Assert.Equal(1, exit);
        Assert.Contains(says, output + errors, StringComparison.Ordinal);
        Assert.DoesNotContain("policy", output + errors, StringComparison.Ordinal);
        Assert.DoesNotContain("DO NOT ADD UP", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Tried again in 4 s", output + errors, StringComparison.Ordinal);
        Assert.Equal(2, Stage.Left.Length);
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync(Cancel);
        return server;
    }

    private async Task<(int Exit, string Output, string Errors)> RunAsync(string[] arguments)
    {
        await using var process = ShipProcess.Start(Stage.Environment, onTerminal: false, arguments);
        return await process.EndAsync();
    }

    private void WriteProfile(string lines)
    {
        var home = Directory.CreateTempSubdirectory("longshore-home-").FullName;
        Stage.Environment["AWS_CONFIG_FILE"] = Path.Combine(home, "config");
        File.WriteAllText(Stage.Environment["AWS_CONFIG_FILE"], $"[default]\n{lines}\n");
        Stage.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        Stage.Environment["HOME"] = home;
    }
}
