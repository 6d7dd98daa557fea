using System.Globalization;

namespace Longshore.Benchmarks.Sink;

/// <summary>
/// AssumeRole for everybody, so that Longshore runs as deployed: with a role's session. Source: STS API, AssumeRole.
/// </summary>
internal static class Sts
{
    private const string Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    public static Operation Answer(Exchange exchange)
    {
        using var form = new MemoryStream();
        exchange.Consume(form);
        var query = form.ToArray();
        if (Target.Text(query, "Action"u8) is var action and not "AssumeRole")
            throw new SinkException(400, "InvalidAction", $"The sink's STS knows AssumeRole alone, not {action}.");
        var until = (TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1))
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        exchange.Answer.Begin("200 OK"u8).EndXml($"<AssumeRoleResponse xmlns=\"{Namespace}\"><AssumeRoleResult>"
            + "<AssumedRoleUser><AssumedRoleId>AROABENCH:bench</AssumedRoleId>"
            + "<Arn>arn:aws:sts::000000000000:assumed-role/bench/bench</Arn></AssumedRoleUser>"
            + "<Credentials><AccessKeyId>ASIABENCH00000000000</AccessKeyId>"
            + "<SecretAccessKey>bench-secret-not-real</SecretAccessKey><SessionToken>bench-token-not-real</SessionToken>"
            + $"<Expiration>{until}</Expiration></Credentials>"
            + "</AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>");
        return Operation.AssumeRole;
    }
}
