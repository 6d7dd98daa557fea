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
        Assert.Contains("check --role-arn", errors, StringComparison.Ordinal);
        Assert.Single(Stage.Left);
    }

    [Theory]
    [InlineData("--bucket", "/tmp")]
    [InlineData("does not exist", "/nowhere/at/all", "--bucket", Bucket)]
    [InlineData("is a file", "/etc/passwd", "--bucket", Bucket)]
    [InlineData("root of the whole filesystem", "/", "--bucket", Bucket)]
    [InlineData("--min-age holds '5'; it takes a duration", "/tmp", "--bucket", Bucket, "--min-age", "5")]
    [InlineData("DIRECTORY is empty", "", "--bucket", Bucket)]
    [InlineData("'b' is a second directory; ship takes one", "/tmp", "b", "--bucket", Bucket)]
    [InlineData("'s3://harbour/x' and --bucket both say where", "/tmp", "s3://harbour/x", "--bucket", Bucket)]
    [InlineData("'s3:///x' names no bucket", "/tmp", "s3:///x")]
    [InlineData("--prefix holds 'abs', which does not end in a slash; write abs/", "/tmp", "--bucket", Bucket, "--prefix", "abs")]
    [InlineData("the bucket of s3://No_Bucket/x holds 'No_Bucket'", "/tmp", "s3://No_Bucket/x", "--region", "eu-central-1")]
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
