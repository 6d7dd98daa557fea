using Longshore.Volumes;

namespace Longshore.Cli.Ship;

/// <summary>What a person can do about files that were left for lack of a permission, each said once.</summary>
internal static class ShipRemedies
{
    public static IEnumerable<string> Of(ShipReport report)
    {
        var user = Environment.UserName;
        if (report.Found.Unreadable > 0 || report.FailedFor.ContainsKey(Reasons.PermissionDenied))
            yield return $"The user {user} may not read everything in {report.Directory}: run longshore as the owner of the "
                + "files, or let this user read them and enter their folders.";
        if (report.Kept.ContainsKey(Reasons.PermissionDenied))
            yield return $"The user {user} may not delete everything in {report.Directory}: run longshore as the owner of the "
                + "folders, let this user write to them, or pass --keep.";
        if (report.FailedFor.Keys.Any(IsDenied))
            yield return $"S3 denies requests beneath s3://{report.Bucket}/{report.Prefix}: the credentials need s3:PutObject "
                + "and s3:GetObject there, and no policy of the bucket may deny them.";
    }

    private static bool IsDenied(string reason) =>
        reason.StartsWith($"{Reasons.StoreRefused}: AccessDenied", StringComparison.Ordinal);
}
