namespace Longshore.Core.Scan;

/// <summary>The files of a batch that is too large for an event, as an object of their own.</summary>
/// <param name="Files">Each path once.</param>
internal sealed record BatchList([property: JsonRequired] BatchFile?[] Files)
{
    /// <summary>The most bytes of a list, decompressed.</summary>
    public const int MostBytes = 8 << 20;

    /// <summary>The most files of a list, and of any batch.</summary>
    public const int MostFiles = 10_000;
}
