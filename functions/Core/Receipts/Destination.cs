namespace Longshore.Core.Receipts;

/// <summary>Where the files of a batch go: what decides on their keys.</summary>
/// <param name="Bucket"><c>S3:Bucket</c>.</param>
/// <param name="Prefix"><c>S3:Prefix</c>.</param>
/// <param name="Template"><c>S3:KeyTemplate</c>.</param>
public sealed record Destination(string Bucket, string Prefix, string Template)
{
    public static Destination Of(S3Options options) => new(options.Bucket, options.Prefix, options.KeyTemplate);
}
