using Longshore.Settings;
using Longshore.Storage;
using Longshore.Sync;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Longshore.UnitTests.Storage;

/// <summary>What the store would refuse at the first call stops the start.</summary>
public sealed class StoreSettingsTests
{
    [Theory]
    [InlineData("S3:Bucket", "My_Bucket", "S3__Bucket holds 'My_Bucket'; it takes a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends.")]
    [InlineData("S3:Bucket", "s3://bucket", "S3__Bucket holds 's3://bucket'; it takes a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends.")]
    [InlineData("S3:StorageClass", "COLD", "S3__StorageClass holds 'COLD'; it takes one of STANDARD, STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER, DEEP_ARCHIVE, REDUCED_REDUNDANCY.")]
    [InlineData("S3:ExpectedBucketOwner", "1234-5678-9012", "S3__ExpectedBucketOwner holds '1234-5678-9012'; it takes the 12 digits of an AWS account.")]
    [InlineData("S3:ExpectedBucketOwner", "12345678901", "S3__ExpectedBucketOwner holds '12345678901'; it takes the 12 digits of an AWS account.")]
    [InlineData("Sync:PartBytes", "1048576", "Sync__PartBytes holds 1048576; AWS takes parts of 5242880 bytes (5 MiB) and more, and 0 chooses by the file's size.")]
    public void Validate_WhatAwsRefuses_IsNamed(string name, string value, string message)
    {
        var error = Assert.ThrowsAny<Exception>(() => Validate(("S3:Bucket", "bucket"), (name, value)));

        Assert.Equal(message, Assert.Single(SettingsException.MessagesOf(error)!));
    }

    [Theory]
    [InlineData("S3:Bucket", "a.bucket-1")]
    [InlineData("S3:StorageClass", "")]
    [InlineData("S3:StorageClass", "GLACIER_IR")]
    [InlineData("S3:ExpectedBucketOwner", "012345678901")]
    [InlineData("Sync:PartBytes", "0")]
    [InlineData("Sync:PartBytes", "5242880")]
    public void Validate_WhatAwsTakes_Starts(string name, string value) => Validate(("S3:Bucket", "bucket"), (name, value));

    [Theory]
    [InlineData("S3:Bucket", "My_Bucket")]
    [InlineData("S3:StorageClass", "COLD")]
    [InlineData("S3:ExpectedBucketOwner", "minio")]
    [InlineData("Sync:PartBytes", "65536")]
    public void Validate_StoreOfAnotherMake_HasItsOwnRules(string name, string value) =>
        Validate(("S3:Bucket", "bucket"), ("S3:ServiceUrl", "http://127.0.0.1:9000"), (name, value));

    [Fact]
    public void Validate_NoNameAtAnyStore_IsNamed()
    {
        var error = Assert.ThrowsAny<Exception>(() => Validate(("S3:Bucket", "a/b"), ("S3:ServiceUrl", "http://127.0.0.1:9000")));

        Assert.Equal("S3__Bucket holds 'a/b'; it takes a bucket's name, without a scheme, a slash or a blank.", Assert.Single(SettingsException.MessagesOf(error)!));
    }

    private static void Validate(params (string Name, string Value)[] settings)
    {
        var services = new ServiceCollection().AddStorage().AddSync();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings
            .GroupBy(static each => each.Name).Select(static same => KeyValuePair.Create(same.Key, (string?)same.Last().Value))).Build());
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
