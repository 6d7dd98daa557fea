using Longshore.Core.Receipts;

namespace Longshore.Core;

/// <summary>Sorts the errors that Core, Store and Volume throw.</summary>
public static class WorkErrors
{
    /// <summary>Whether the same work can succeed later.</summary>
    /// <returns>
    /// False if its input is wrong. Null for every other error: a defect of Longshore, or a request that the store refuses for
    /// good and that no caller has handled.
    /// </returns>
    public static bool? IsTemporary(Exception error) => error switch
    {
        InvalidWorkException or BadReceiptException => false,
        VolumeUnavailableException or StoreUnavailableException => true,
        _ => null,
    };
}
