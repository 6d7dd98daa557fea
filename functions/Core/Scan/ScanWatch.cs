namespace Longshore.Core.Scan;

/// <summary>Is told of scans. None is registered in a service; it must not throw.</summary>
public abstract class ScanWatch
{
    /// <summary>A scan has walked, and its record is still to be written. One that is tried again is told of again.</summary>
    /// <param name="scan">The source and id of its event.</param>
    /// <param name="result">What it saw.</param>
    /// <param name="isCut">It was ended before the end of the volume, and another scan goes on.</param>
    public abstract void Walked(string scan, ScanCompleted result, bool isCut);
}
