namespace Longshore.IntegrationTests.Ship;

/// <summary>What <c>longshore ship</c> cannot do anything with: it says what and how to mend it.</summary>
public sealed class ShipRefusalTests : ShipRoom
{
    [Fact]
    public async Task Ship_RoleThatIsRefused_SaysSoAtOnce()
    {
        await Stage.WriteAsync(1);

        var (exit, _, errors) = await Stage.RunAsync("--role-arn", Iam.RoleArn("absent"));

        Assert.Equal(1, exit);
        Assert.Contains("S3__RoleArn", errors, StringComparison.Ordinal);
        Assert.Single(Stage.Left);
    }

    [Theory]
    [InlineData("--bucket", "/tmp")]
    [InlineData("does not exist", "/nowhere/at/all", "--bucket", Bucket)]
    [InlineData("is a file", "/etc/passwd", "--bucket", Bucket)]
    [InlineData("root of the whole filesystem", "/", "--bucket", Bucket)]
    [InlineData("--min-age (Schedule__MinAge)", "/tmp", "--bucket", Bucket, "--min-age", "5s")]
    [InlineData("'--yes' is not known", "/tmp", "--yes")]
    public async Task Ship_Misuse_IsNamedWithExitTwo(string says, params string[] arguments)
    {
        await using var process = ShipProcess.Start(Stage.Environment, onTerminal: false, arguments);

        var (exit, _, errors) = await process.EndAsync();

        Assert.Equal(2, exit);
        Assert.Contains(says, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_BucketThatIsNotThere_FailsAtOnce()
    {
        await Stage.WriteAsync(1);

        await using var process = ShipProcess.Start(Stage.Environment, onTerminal: false,
            [Stage.Directory, "--bucket", "absent", "--endpoint", S3.Endpoint.ToString()]);

        var (exit, _, errors) = await process.EndAsync();

        Assert.Equal(1, exit);
        Assert.Contains("'absent' does not exist", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--role-arn", "arn:aws:iam::123456789012:role/any")]
    public async Task Ship_NoCredentials_SaysWhatToSet(params string[] role)
    {
        Stage.Environment["AWS_ACCESS_KEY_ID"] = Stage.Environment["AWS_SECRET_ACCESS_KEY"] = "";
        Stage.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        Stage.Environment["HOME"] = "/nonexistent";

        var (exit, _, errors) = await Stage.RunAsync(role);

        Assert.Equal(2, exit);
        Assert.Contains("No AWS credentials were found", errors, StringComparison.Ordinal);
    }
}
