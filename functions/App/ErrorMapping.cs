using Longshore.Core;

namespace Longshore.App;

/// <summary>Turns errors of Core, Store and Volume into errors of the function model.</summary>
internal static class ErrorMapping
{
    /// <summary>An error that <see cref="WorkErrors"/> does not know stays as it is, and the answer is 500.</summary>
    public static Exception ToModel(Exception error) => WorkErrors.IsTemporary(error) switch
    {
        false => new RejectedException(error.Message, error),
        true => new RetryLaterException(error.Message, error),
        null => error,
    };
}
