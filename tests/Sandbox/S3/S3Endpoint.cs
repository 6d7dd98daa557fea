using System.Globalization;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Operations;
using Longshore.Sandbox.S3.Signing;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3;

/// <summary>
/// Takes an S3 request from signature to answer. A refusal of any kind becomes S3's error XML here and only here.
/// </summary>
internal sealed class S3Endpoint(
    S3ServerOptions options, ObjectStore store, FaultInjector faults, RequestCounters counters, SignatureVerifier verifier)
{
    private static readonly long Start = Random.Shared.NextInt64();
    private static long _requests;

    public static string NextRequestId() =>
        (Start + Interlocked.Increment(ref _requests)).ToString("X16", CultureInfo.InvariantCulture);

    public async Task HandleAsync(HttpContext http)
    {
        var requestId = NextRequestId();
        if (!store.Quirks.HasFlag(StoreQuirks.TellsNoRequestId))
            http.Response.Headers["x-amz-request-id"] = requestId;
        http.Response.Headers.Server = "AmazonS3";
        var name = "Unknown";
        try
        {
            var target = RequestTarget.Parse(http.Request, options.HostSuffix);
            if (store.Quirks.HasFlag(StoreQuirks.FoldsKeys))
                target = target with
                {
                    Key = target.Key.Replace("%2F", "/", StringComparison.Ordinal)
                    .Replace("//", "/", StringComparison.Ordinal)
                };
            if (store.Quirks.HasFlag(StoreQuirks.FoldsCase)
                && store.Buckets.FirstOrDefault(bucket => bucket.Name == target.Bucket)?.Keys()
                .FirstOrDefault(key => key.Equals(target.Key, StringComparison.OrdinalIgnoreCase)) is { } first)
                target = target with { Key = first };
            var operation = OperationTable.Find(http.Request, target);
            name = operation.Name;
            await RunAsync(http, target, operation, requestId);
            counters.Add(name);
        }
        catch (S3Exception refused)
        {
            counters.Add(name, refused.Code);
            await Respond.ErrorAsync(http, refused, http.Request.Path, requestId);
        }
        catch (SignatureRefusedException refused)
        {
            var error = Translate(refused);
            counters.Add(name, error.Code);
            await Respond.ErrorAsync(http, error, http.Request.Path, requestId);
        }
        catch (ConnectionCutException)
        {
            counters.Add(name, "Cut");
        }
    }

    private async Task RunAsync(HttpContext http, RequestTarget target, Operation operation, string requestId)
    {
        var plan = faults.Plan(operation.Name, target.Bucket, target.Key);
        await SufferAsync(plan, http);
        var payload = http.Request.Headers["x-amz-content-sha256"].ToString();
        if (http.Request.Headers.Authorization.Count > 0)
            RequestBody.CheckMode(payload.Length == 0 ? null : payload);
        var request = new S3Request
        {
            Http = http,
            Target = target,
            Operation = operation,
            Store = store,
            Options = options,
            RequestId = requestId,
            Faults = plan,
            Signature = verifier.Verify(http.Request, target.Path, target.Query, payload, "s3"),
        };
        Authorize(request);
        await operation.RunAsync(request);
    }

    private async Task SufferAsync(FaultPlan plan, HttpContext http)
    {
        if (plan.Delay > TimeSpan.Zero)
            await Task.Delay(plan.Delay, options.Time, http.RequestAborted);
        if (plan.SlowDown)
            throw S3Errors.SlowDown();
        if (plan.InternalError)
            throw S3Errors.InternalError();
        if (plan.AccessDenied)
            throw S3Errors.AccessDenied();
        if (plan.Archived)
            throw S3Errors.InvalidObjectState();
        if (plan.WebPage)
        {
            if (plan.MissingPage)
            {
                http.Response.Headers.Remove("x-amz-request-id");
                http.Response.StatusCode = StatusCodes.Status404NotFound;
            }

            await http.Response.WriteAsync("<html><body>A proxy's page</body></html>", http.RequestAborted);
            throw new ConnectionCutException();
        }

        if (plan.ExpiredToken)
            throw S3Errors.ExpiredToken();
        if (plan.CutRequestAfter is not null && http.Request.ContentLength is null or 0
            && !http.Request.Headers.ContainsKey("Transfer-Encoding"))
        {
            http.Abort();
            throw new ConnectionCutException();
        }
    }

    /// <summary>S3 says that a bucket does not exist before it asks who may know.</summary>
    private static void Authorize(S3Request request)
    {
        var operation = request.Operation;
        if (request.Has(StoreQuirks.RefusesProbe) && request.Key.Contains("/probe/", StringComparison.Ordinal))
            throw S3Errors.AccessDenied();
        if (operation.Scope != OperationScope.Service && operation.Name != "CreateBucket")
        {
            var bucket = request.Bucket;
            if (request.Header("x-amz-expected-bucket-owner") is { } owner && owner != request.Store.Account)
                throw S3Errors.AccessDenied(
                    $"The bucket {bucket.Name} is not owned by the account {owner} that x-amz-expected-bucket-owner names");
        }
        if (operation.Action is null)
            return;
        request.Authorize(operation.Action, operation.Scope switch
        {
            OperationScope.Service => "*",
            OperationScope.Bucket => request.BucketArn,
            _ => request.ObjectArn,
        });
    }

    private static S3Exception Translate(SignatureRefusedException refused)
    {
        var (status, code) = refused.Reason switch
        {
            SignatureRefusal.Anonymous => (403, "AccessDenied"),
            SignatureRefusal.Malformed or SignatureRefusal.WrongRegion => (400, "AuthorizationHeaderMalformed"),
            SignatureRefusal.UnknownKey => (403, "InvalidAccessKeyId"),
            SignatureRefusal.InvalidToken => (400, "InvalidToken"),
            SignatureRefusal.ExpiredToken => (400, "ExpiredToken"),
            SignatureRefusal.TimeTooSkewed => (403, "RequestTimeTooSkewed"),
            SignatureRefusal.HeadersNotSigned => (403, "AccessDenied"),
            _ => (403, "SignatureDoesNotMatch"),
        };
        return new S3Exception(status, code, refused.Message) { Details = refused.Details };
    }
}
