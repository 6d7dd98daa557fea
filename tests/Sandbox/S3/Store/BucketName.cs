using System.Net;
using System.Text.RegularExpressions;

namespace Longshore.Sandbox.S3.Store;

/// <summary>Bucket naming rules (S3 User Guide, "General purpose bucket naming rules").</summary>
internal static partial class BucketName
{
    public static bool IsValid(string name) =>
        Pattern().IsMatch(name) && !name.Contains("..", StringComparison.Ordinal) && !IPAddress.TryParse(name, out _);

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
