namespace Longshore.Core.Ship;

/// <summary>
/// Checks <c>Sync__PartBytes</c> against AWS's limit, because S3 reports too small parts only at the end of an upload. Other
/// stores (<c>S3__ServiceUrl</c> and the like) may accept less. Source: Amazon S3 User Guide, "Multipart upload limits".
/// </summary>
internal sealed class PartBytesCheck(IConfiguration configuration) : IValidateOptions<SyncOptions>
{
    private const long Least = 5L << 20;

    public ValidateOptionsResult Validate(string? name, SyncOptions options) =>
        options.PartBytes is > 0 and < Least
            && StoreSetup.AddressOf(configuration) is null
            ? ValidateOptionsResult.Fail(
                $"Sync__PartBytes holds {options.PartBytes}; AWS takes parts of {Least} bytes (5 MiB) and more, and 0 chooses "
                + "by the file's size.")
            : ValidateOptionsResult.Success;
}
