using Longshore.Core.Receipts;
using Longshore.Store;
using Longshore.Volumes;

namespace Longshore.App;

/// <summary>The one place where errors of Core, Store and Volume become those of the function model.</summary>
internal static class ErrorMapping
{
    /// <summary>
    /// Every other error stays as it is, and the event is answered 500. It is a defect of Longshore, or a request that the store
    /// refuses for good and that no caller has taken for an outcome.
    /// </summary>
    public static Exception ToModel(Exception error) => error switch
    {
        InvalidWorkException or BadReceiptException => new RejectedException(error.Message, error),
        VolumeUnavailableException or StoreUnavailableException => new RetryLaterException(error.Message, error),
        _ => error,
    };
}
