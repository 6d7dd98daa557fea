using Longshore.Core.Receipts;
using Longshore.Store;
using Longshore.Volumes;

namespace Longshore.App;

/// <summary>Turns errors of Core, Store and Volume into errors of the function model.</summary>
internal static class ErrorMapping
{
    /// <summary>
    /// Every other error stays as it is, and the answer is 500: a defect of Longshore, or a request that the store refuses for
    /// good and that no caller has handled.
    /// </summary>
    public static Exception ToModel(Exception error) => error switch
    {
        InvalidWorkException or BadReceiptException => new RejectedException(error.Message, error),
        VolumeUnavailableException or StoreUnavailableException => new RetryLaterException(error.Message, error),
        _ => error,
    };
}
