using System.Globalization;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;
using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.Sts;

/// <summary>An authenticated call of STS.</summary>
internal sealed record StsRequest(HttpContext Http, Query Form, Principal Caller, S3ServerOptions Options)
{
    public DateTimeOffset Now => Options.Time.GetUtcNow();

    /// <summary>Values of IAM's condition keys that a call of STS has.</summary>
    public IReadOnlyList<string>? Values(string key) => key switch
    {
        "sts:externalid" => One(Form["ExternalId"]),
        "sts:rolesessionname" => One(Form["RoleSessionName"]),
        "aws:currenttime" => [Now.ToString("O", CultureInfo.InvariantCulture)],
        "aws:epochtime" => [Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)],
        "aws:requestedregion" => [Options.Region],
        "aws:securetransport" => [Options.SecureTransport ? "true" : "false"],
        "aws:sourceip" => One(Http.Connection.RemoteIpAddress?.ToString()),
        "aws:useragent" => One(Http.Request.Headers.UserAgent.ToString()),
        _ => Caller.Values(key),
    };

    private static string[]? One(string? value) => string.IsNullOrEmpty(value) ? null : [value];
}
