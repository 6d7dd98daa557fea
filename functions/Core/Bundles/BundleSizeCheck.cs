using Longshore.Core.Ship;

namespace Longshore.Core.Bundles;

/// <summary>Checks that a bundle has room for the files that are to go into one.</summary>
internal sealed class BundleSizeCheck : IValidateOptions<SyncOptions>
{
    public ValidateOptionsResult Validate(string? name, SyncOptions options) => options.BundleUpTo > options.BundleBytes
        ? ValidateOptionsResult.Fail($"Sync__BundleUpTo holds {options.BundleUpTo}, and a bundle has {options.BundleBytes} bytes "
            + "at most; lower it, or raise Sync__BundleBytes.")
        : ValidateOptionsResult.Success;
}
