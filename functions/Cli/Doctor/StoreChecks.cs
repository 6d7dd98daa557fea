using Longshore.Store.Identity;
using Longshore.Store.Probe;

namespace Longshore.Cli.Doctor;

/// <summary>Checks credentials, role, bucket, abilities and clock. If a check fails, those that need it are omitted.</summary>
internal sealed class StoreChecks(StoreAccess access, IOptions<S3Options> options, Notes notes, Wait wait, TimeProvider time)
{
    public async Task<IReadOnlyList<DoctorCheck>> RunAsync(CancellationToken cancellation)
    {
        var store = $"the store at {access.Address}";
        List<DoctorCheck> checks = [.. await wait.ForAsync(IdentityAsync(cancellation), "credentials")];
        checks.Add(checks.TrueForAll(static check => check.State != CheckState.Failed)
            ? await wait.ForAsync(BucketAsync(cancellation), store)
            : DoctorCheck.Warning("bucket", "Not checked: there are no usable credentials."));
        checks.Add(checks[^1].State == CheckState.Ok
            ? await wait.ForAsync(AbilitiesAsync(cancellation), store)
            : DoctorCheck.Warning("store", "Not probed: the bucket cannot be used."));
        if (checks[^2].State == CheckState.Ok && checks[^1].State != CheckState.Failed)
            checks.Add(await wait.ForAsync(RecordsAsync(cancellation), store));
        checks.Add(await wait.ForAsync(
            ClockCheck.RunAsync(access.Address, options.Value.ServiceUrlFrom, time, cancellation), store));
        return checks;
    }

    private async Task<DoctorCheck[]> IdentityAsync(CancellationToken cancellation)
    {
        var role = options.Value.RoleArn;
        try
        {
            var accessKey = await access.SignAsync(cancellation);
            return string.IsNullOrEmpty(role)
                ?
                [
                    DoctorCheck.Ok("credentials", $"Found, with access key {accessKey}."),
                    DoctorCheck.Ok("role", "None is assumed, as S3__RoleArn is empty."),
                ]
                : [DoctorCheck.Ok("credentials", "Found."), DoctorCheck.Ok("role", $"{role} was assumed.")];
        }
        catch (NoCredentialsException error)
        {
            return [DoctorCheck.Failed("credentials", error.Message), DoctorCheck.Warning(
                "role", "Not checked: there are no credentials.")];
        }
        catch (StoreException error)
        {
            return [DoctorCheck.Ok("credentials", "Found."), DoctorCheck.Failed("role", error.Message)];
        }
    }

    private async Task<DoctorCheck> BucketAsync(CancellationToken cancellation)
    {
        try
        {
            await access.ListAsync(cancellation);
            var from = string.IsNullOrEmpty(options.Value.ServiceUrl) ? "" : $", as {options.Value.ServiceUrlFrom} says";
            return DoctorCheck.Ok("bucket", $"'{access.Bucket}' is there and can be listed at {access.Address.Host}{from}.");
        }
        catch (StoreException error)
        {
            return DoctorCheck.Failed("bucket", error.Message);
        }
    }

    private async Task<DoctorCheck> AbilitiesAsync(CancellationToken cancellation)
    {
        try
        {
            if (access.IsAws)
                return DoctorCheck.Ok("store", "It is AWS, whose abilities are known; it is not probed.");
            await access.ProbeAsync(cancellation);
            var warnings = string.Join(' ', notes.Take());
            return warnings.Length == 0
                ? DoctorCheck.Ok("store", "It honours conditions, checks SHA-256, keeps odd keys and lists at once.")
                : DoctorCheck.Warning("store", warnings);
        }
        catch (StoreException error)
        {
            return DoctorCheck.Failed("store", error.Message);
        }
    }

    /// <summary>In a cluster the role of a function may write its own records only.</summary>
    private async Task<DoctorCheck> RecordsAsync(CancellationToken cancellation)
    {
        var (isAsked, refused, areAll) = await access.RefusedRecordsAsync(cancellation);
        return refused switch
        {
            [] when !isAsked => DoctorCheck.Ok("records",
                "Not asked: the store does not check SHA-256, so that the question itself would be written."),
            [] => DoctorCheck.Ok("records",
                $"Those of scan, sync and cleanup may be written beneath {options.Value.StatePrefix}."),
            _ when areAll => DoctorCheck.Failed("records", refused[0]),
            _ => DoctorCheck.Warning("records", $"ship needs more, a function may not: {string.Join(' ', refused)}"),
        };
    }
}
