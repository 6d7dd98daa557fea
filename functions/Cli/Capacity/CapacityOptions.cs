using Longshore.Core.Capacity.Rates;

namespace Longshore.Cli.Capacity;

/// <summary>What <c>longshore capacity</c> was asked for.</summary>
/// <param name="Given">The rate that was given; null if it is to be measured.</param>
/// <param name="Directory">The directory to measure.</param>
/// <param name="Receipts">Read the rate from receipts in S3.</param>
/// <param name="Since">Only files and receipts from this moment on. Default seven days ago.</param>
/// <param name="Html">Where the page goes.</param>
/// <param name="Request">All but the rate, in which the founding case's stands.</param>
internal sealed record CapacityOptions(
    FileRate? Given, string? Directory, bool Receipts, DateTimeOffset Since, bool IsJson, string? Html,
    CapacityRequest Request);
