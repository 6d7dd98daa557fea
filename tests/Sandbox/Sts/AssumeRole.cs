using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using Longshore.Sandbox.Iam;

namespace Longshore.Sandbox.Sts;

/// <summary>
/// AssumeRole. Both sides must agree: the caller's own policies and the role's trust policy, as IAM demands across accounts.
/// (Within one account IAM lets a trust policy that names the caller suffice; the sandbox does not, so that the base
/// identity's policy is under test as well.)
/// </summary>
internal static partial class AssumeRole
{
    private const int DefaultSeconds = 3600;
    private const int MostSeconds = 43_200;
    private const int MostChainedSeconds = 3600;
    private const int MostPolicyChars = 2048;

    private static readonly HashSet<string> Parameters = new(StringComparer.Ordinal)
    {
        "Action", "Version", "RoleArn", "RoleSessionName", "ExternalId", "Policy", "DurationSeconds",
    };

    public static Action<XmlWriter> Run(StsRequest request)
    {
        var form = request.Form;
        if (form.Pairs.FirstOrDefault(pair => !Parameters.Contains(pair.Key)).Key is { } unknown)
            throw StsException.Validation($"The sandbox does not know the parameter {unknown}");
        var roleArn = form["RoleArn"]
            ?? throw StsException.Validation(
            "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null");
        var sessionName = Matching(form["RoleSessionName"], SessionNamePattern(), "roleSessionName", required: true)!;
        Matching(form["ExternalId"], ExternalIdPattern(), "externalId", required: false);
        var role = request.Options.Iam.FindRole(roleArn);
        Authorize(request, roleArn, role);
        var seconds = Duration(request, role!);
        var policy = SessionPolicy(form["Policy"]);
        var lifetime = TimeSpan.FromSeconds(seconds);
        if (role!.SessionCap < lifetime)
            lifetime = role.SessionCap.Value;
        var credential = request.Options.Iam.StartSession(role, sessionName, policy, request.Now + lifetime);
        return writer => Write(writer, credential, form["Policy"]?.Length);
    }

    /// <summary>A role that does not exist and one that may not be assumed are refused alike, as STS does.</summary>
    private static void Authorize(StsRequest request, string roleArn, Role? role)
    {
        var access = new AccessRequest("sts:AssumeRole", roleArn, request.Values);
        var trusted = role is not null && PolicyEvaluator.DecideTrust(role.Trust, request.Caller, access) == PolicyVerdict.Allow;
        if (!trusted || PolicyEvaluator.Refusal(request.Caller, access) is not null)
            throw new StsException(403, "AccessDenied",
                $"User: {request.Caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {roleArn}");
    }

    private static int Duration(StsRequest request, Role role)
    {
        var least = (int)request.Options.MinimumSessionDuration.TotalSeconds;
        var text = request.Form["DurationSeconds"] ?? DefaultSeconds.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds < least
            || seconds > MostSeconds)
            throw StsException.Validation(
                $"1 validation error detected: Value '{text}' at 'durationSeconds' failed to satisfy constraint: Member must "
                + $"have value between {least} and {MostSeconds}");
        if (request.Caller.RoleArn is not null && seconds > MostChainedSeconds)
            throw StsException.Validation(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
        return seconds <= role.MaxSession.TotalSeconds
            ? seconds
            : throw StsException.Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }

    private static PolicyDocument? SessionPolicy(string? json)
    {
        if (json is null)
            return null;
        if (json.Length is 0 or > MostPolicyChars)
            throw StsException.Validation(
                "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length between "
                + $"1 and {MostPolicyChars}");
        try
        {
            return PolicyParser.Parse(json, "session policy", PolicyKind.Identity);
        }
        catch (PolicyFormatException invalid)
        {
            throw new StsException(400, "MalformedPolicyDocument", invalid.Message);
        }
    }

    private static string? Matching(string? value, Regex pattern, string member, bool required)
    {
        if (value is null && !required)
            return null;
        return value is not null && pattern.IsMatch(value)
            ? value
            : throw StsException.Validation(
                $"1 validation error detected: Value '{value ?? "null"}' at '{member}' failed to satisfy constraint: Member "
                + $"must satisfy regular expression pattern: {pattern}");
    }

    private static void Write(XmlWriter writer, Credential credential, int? policyChars)
    {
        writer.WriteStartElement("AssumedRoleUser");
        writer.WriteElementString("AssumedRoleId", credential.Principal.UserId);
        writer.WriteElementString("Arn", credential.Principal.Arn);
        writer.WriteEndElement();
        writer.WriteStartElement("Credentials");
        writer.WriteElementString("AccessKeyId", credential.AccessKeyId);
        writer.WriteElementString("SecretAccessKey", credential.SecretAccessKey);
        writer.WriteElementString("SessionToken", credential.SessionToken);
        writer.WriteElementString("Expiration",
            credential.Expires!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteEndElement();
        if (policyChars is { } chars)
            writer.WriteElementString("PackedPolicySize",
                Math.Max(1, chars * 100 / MostPolicyChars).ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{2,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SessionNamePattern();

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@:/-]{2,1224}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ExternalIdPattern();
}
