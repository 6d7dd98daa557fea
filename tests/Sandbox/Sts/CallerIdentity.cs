using System.Xml;

namespace Longshore.Sandbox.Sts;

/// <summary>GetCallerIdentity: needs no permission.</summary>
internal static class CallerIdentity
{
    public static Action<XmlWriter> Run(StsRequest request) => writer =>
    {
        writer.WriteElementString("Arn", request.Caller.Arn);
        writer.WriteElementString("UserId", request.Caller.UserId);
        writer.WriteElementString("Account", request.Caller.Account);
    };
}
