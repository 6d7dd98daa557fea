namespace Longshore.Cli;

/// <summary>An option for each of some settings. They override all other sources.</summary>
internal static class SettingOptions
{
    private static readonly (string Option, string Setting, string Takes, string Description)[] All =
    [
        ("--bucket", "S3__Bucket", "NAME", "S3__Bucket: where the files go"),
        ("--prefix", "S3__Prefix", "FOLDER/", "S3__Prefix: the folder of all keys, such as backup/"),
        ("--region", "AWS_REGION", "NAME", "AWS_REGION: the bucket's region"),
        ("--endpoint", "S3__ServiceUrl", "URL",
            "S3__ServiceUrl and S3__StsUrl of a store that is not AWS, with path-style requests"),
        ("--role-arn", "S3__RoleArn", "ARN", "S3__RoleArn: the role to assume; without one, the AWS SDK's own credentials"),
        ("--external-id", "S3__ExternalId", "ID", "S3__ExternalId of that role"),
        ("--min-age", "Schedule__MinAge", "2m", "Schedule__MinAge: least time since the last change of a file, 2s at least (2m)"),
        ("--include", "Schedule__Include", "GLOBS", "Schedule__Include, separated by commas (all)"),
        ("--exclude", "Schedule__Exclude", "GLOBS",
            "Schedule__Exclude, beside *.tmp,*.part,.*,.*/,lost+found/; begin with '!builtin' to drop these"),
        ("--keep-for", "Cleanup__KeepFor", "0s", "Cleanup__KeepFor: least age of a file before it is deleted"),
        ("--bundle-up-to", "Sync__BundleUpTo", "SIZE",
            "Sync__BundleUpTo: put files of up to SIZE, such as 1MiB, together into tar bundles; 0 puts each by itself (0)"),
        ("--concurrency", "Sync__Concurrency", "N", "Sync__Concurrency: uploads in flight; 0 adapts to the store (0)"),
    ];

    /// <summary>The options for the store and its role.</summary>
    public static readonly string[] OfStore = ["--bucket", "--region", "--endpoint", "--role-arn", "--external-id"];

    /// <summary>Adds the options to the verb; null adds all.</summary>
    public static void Add(Verb verb, string[]? names = null)
    {
        foreach (var (option, setting, takes, description) in All.Where(each => names?.Contains(each.Option) != false))
            verb.Value(option, takes, description, setting);
    }
}
