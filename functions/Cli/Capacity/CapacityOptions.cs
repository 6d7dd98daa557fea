using Longshore.Core.Capacity.Rates;

namespace Longshore.Cli.Capacity;

/// <summary>What <c>longshore capacity</c> was asked for.</summary>
internal sealed record CapacityOptions
{
    /// <summary>The rate that was given; null if it is to be measured.</summary>
    public FileRate? Given { get; init; }

    /// <summary>The directory to measure.</summary>
    public string? Directory { get; init; }

    /// <summary>Read the rate from receipts in S3.</summary>
    public bool Receipts { get; init; }

    /// <summary>Only files and receipts from this moment on. Default seven days ago.</summary>
    public DateTimeOffset Since { get; init; }

    public bool IsJson { get; init; }

    /// <summary>Where the page goes.</summary>
    public string? Html { get; init; }

    /// <summary>All but the rate, in which the founding case's stands.</summary>
    public required CapacityRequest Request { get; init; }
}
