using Longshore.Core;
using Longshore.Core.Layout;
using Longshore.Core.Ship;
using Longshore.Settings;
using Longshore.Store;
using Longshore.Volumes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Longshore.UnitTests.Store;

/// <summary>What the store would refuse at the first call stops the start.</summary>
public sealed class StoreSettingsTests
{
    [Theory]
    [InlineData("S3:Bucket", "My_Bucket",
        "S3__Bucket holds 'My_Bucket'; it takes a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots, with a "
        + "letter or digit at both ends.")]
    [InlineData("S3:Bucket", "s3://bucket",
        "S3__Bucket holds 's3://bucket'; it takes a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots, with "
        + "a letter or digit at both ends.")]
    [InlineData("S3:StorageClass", "COLD",
        "S3__StorageClass holds 'COLD'; it takes one of STANDARD, STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING, GLACIER_IR, "
        + "GLACIER, DEEP_ARCHIVE, REDUCED_REDUNDANCY.")]
    [InlineData("S3:ExpectedBucketOwner", "1234-5678-9012",
        "S3__ExpectedBucketOwner holds '1234-5678-9012'; it takes the 12 digits of an AWS account.")]
    [InlineData("S3:ExpectedBucketOwner", "12345678901",
        "S3__ExpectedBucketOwner holds '12345678901'; it takes the 12 digits of an AWS account.")]
    [InlineData("S3:Prefix", "backup",
        "S3__Prefix holds 'backup', which does not end in a slash; write backup/ for a folder, or "
        + "S3__KeyTemplate=backup-{path} for keys that begin so.")]
    [InlineData("S3:Prefix", "backup-",
        "S3__Prefix holds 'backup-', which does not end in a slash; write backup/ for a folder, or "
        + "S3__KeyTemplate=backup-{path} for keys that begin so.")]
    [InlineData("S3:Prefix", "_longshore/",
        "S3__Prefix holds '_longshore/', which lies in S3__StatePrefix '_longshore/', where Longshore keeps its own records; "
        + "it takes a folder outside of it.")]
    [InlineData("S3:Prefix", "_longshore/receipts/",
        "S3__Prefix holds '_longshore/receipts/', which lies in S3__StatePrefix '_longshore/', where Longshore keeps its own "
        + "records; it takes a folder outside of it.")]
    [InlineData("S3:Prefix", "/./_longshore//x/",
        "S3__Prefix holds '/./_longshore//x/', which lies in S3__StatePrefix '_longshore/', where Longshore keeps its own "
        + "records; it takes a folder outside of it.")]
    [InlineData("Volume:Name", "",
        "Volume__Name is empty; name the volume as NAMESPACE/CLAIM, such as default/data, and no two volumes of one "
        + "bucket alike.")]
    [InlineData("Volume:Name", "a\nb",
        "Volume__Name holds 'a\nb'; it takes up to 256 letters, digits and signs, such as default/data.")]
    [InlineData("Sync:PartBytes", "1048576",
        "Sync__PartBytes holds 1048576; AWS takes parts of 5242880 bytes (5 MiB) and more, and 0 chooses by the file's size.")]
    public void Validate_WhatAwsRefuses_IsNamed(string name, string value, string message)
    {
        var error =
            Assert.ThrowsAny<Exception>(() => Validate(("S3:Bucket", "bucket"), ("Volume:Name", "default/data"), (name, value)));

        Assert.Equal(message, Assert.Single(SettingsException.MessagesOf(error)!));
    }

    [Theory]
    [InlineData("S3:Bucket", "a.bucket-1")]
    [InlineData("S3:StorageClass", "")]
    [InlineData("S3:StorageClass", "GLACIER_IR")]
    [InlineData("S3:ExpectedBucketOwner", "012345678901")]
    [InlineData("Sync:PartBytes", "0")]
    [InlineData("Sync:PartBytes", "5242880")]
    [InlineData("S3:Prefix", "")]
    [InlineData("S3:Prefix", "/")]
    [InlineData("S3:Prefix", "/own/")]
    [InlineData("S3:Prefix", "x/_longshore/")]
    [InlineData("S3:StatePrefix", "volume/_longshore/")]
    [InlineData("Volume:Name", "default/data")]
    public void Validate_WhatAwsTakes_Starts(string name, string value) =>
        Validate(("S3:Bucket", "bucket"), ("Volume:Name", "default/data"), (name, value));

    [Theory]
    [InlineData("S3:Bucket", "My_Bucket")]
    [InlineData("S3:StorageClass", "COLD")]
    [InlineData("S3:ExpectedBucketOwner", "minio")]
    [InlineData("Sync:PartBytes", "65536")]
    public void Validate_StoreOfAnotherMake_HasItsOwnRules(string name, string value) =>
        Validate(("S3:Bucket", "bucket"), ("Volume:Name", "default/data"), ("S3:ServiceUrl", "http://127.0.0.1:9000"),
            (name, value));

    [Theory]
    [InlineData("http://127.0.0.1:9000/bucket", "http://127.0.0.1:9000")]
    [InlineData("http://me:hidden@127.0.0.1:9000/bucket/", "http://127.0.0.1:9000")]
    [InlineData("https://store.example/storage/v1/s3/bucket", "https://store.example/storage/v1/s3")]
    public void Validate_AddressThatEndsInTheBucket_SaysWhatToWrite(string address, string right)
    {
        var error = Assert.ThrowsAny<Exception>(
            () => Validate(("S3:Bucket", "bucket"), ("Volume:Name", "default/data"), ("S3:ServiceUrl", address)));

        var message = Assert.Single(SettingsException.MessagesOf(error)!);
        Assert.StartsWith("S3__ServiceUrl holds 'http", message, StringComparison.Ordinal);
        Assert.EndsWith($"write {right} there, and the bucket's name in S3__Bucket alone.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", message, StringComparison.Ordinal);
    }

    /// <summary>The API of some stores lies beneath a path.</summary>
    [Fact]
    public void Validate_AddressWithAnotherPath_Starts() => Validate(("S3:Bucket", "bucket"), ("Volume:Name", "default/data"),
        ("S3:ServiceUrl", "https://store.example/storage/v1/s3"));

    [Fact]
    public void Validate_WrongSettingsOfSeveralSections_AreAllNamedAtOnce()
    {
        var error = Assert.ThrowsAny<Exception>(() => Validate(("S3:Bucket", "No"), ("Volume:Name", ""),
            ("Schedule:MinAge", "x"), ("Sync:Concurrency", "many")));

        Assert.Equal(["S3__Bucket", "Schedule__MinAge", "Sync__Concurrency", "Volume__Name"],
            SettingsException.MessagesOf(error)!.Select(static each => each.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Unused_SettingsOfARoleWithoutARole_AreNamed()
    {
        var options = new S3Options { ExternalId = "x", SessionDuration = TimeSpan.FromMinutes(20) };

        Assert.Equal(["S3__ExternalId", "S3__SessionDuration"], options.Unused().Select(static each => each.Split(' ')[0]));
        options.RoleArn = "arn:aws:iam::123456789012:role/x";
        Assert.Empty(options.Unused());
    }

    [Fact]
    public void Validate_NoNameAtAnyStore_IsNamed()
    {
        var error = Assert.ThrowsAny<Exception>(
            () => Validate(("S3:Bucket", "a/b"), ("Volume:Name", "default/data"), ("S3:ServiceUrl", "http://127.0.0.1:9000")));

        Assert.Equal("S3__Bucket holds 'a/b'; it takes a bucket's name, without a scheme, a slash or a blank.",
            Assert.Single(SettingsException.MessagesOf(error)!));
    }

    private static void Validate(params (string Name, string Value)[] settings)
    {
        var services = new ServiceCollection().AddFiles().AddStorage().AddSync();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings
            .GroupBy(static each => each.Name)
            .Select(static same => KeyValuePair.Create(same.Key, (string?)same.Last().Value))).Build());
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
