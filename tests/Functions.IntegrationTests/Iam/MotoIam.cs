using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.Runtime;
using Longshore.IntegrationTests.Manifests;
using Longshore.IntegrationTests.S3Contract;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Iam;

namespace Longshore.IntegrationTests.Iam;

/// <summary>
/// moto_server with its IAM enforcement, a second judge by other hands. moto knows neither conditions on actions nor NotResource,
/// so it is given the policies without those (<see cref="Reduced"/>): what it judges is actions and resources.
/// </summary>
public sealed class MotoIam : IamBackend
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly IamPlaceholders _placeholders = new(Bucket, "123456789012", ExternalId, RoleCalls.Prefix);
    private Process? _process;
    private Uri _endpoint = new("http://127.0.0.1");

    protected override string Account => _placeholders.Account;

    protected override async Task<(Uri? Endpoint, string? WhyNot)> StartAsync()
    {
        if (PathTool.Find("moto_server") is not { } path)
            return (null, "install moto_server, a fake AWS in Python (pip install 'moto[server]')");
        var port = FreePorts.Take(1)[0];
        _endpoint = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo(path, ["-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return await AnswersAsync()
            ? (_endpoint, null) : (null, $"moto_server did not answer within {StartLimit.TotalSeconds} s");
    }

    protected override async Task<(AWSCredentials Administrator, AWSCredentials Base)> PrepareAsync(Uri endpoint)
    {
        const string everything =
            """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""";
        var administrator = await UserAsync("administrator", everything);
        var identity = await UserAsync(LongshoreIam.UserName, Read("base-identity.json"));
        foreach (var function in LongshoreIam.Functions(Repository.Iam))
        {
            var role = LongshoreIam.RoleName(function);
            await CallAsync(("Action", "CreateRole"), ("RoleName", role),
                ("AssumeRolePolicyDocument", Read($"{function}-trust.json")));
            await CallAsync(("Action", "PutRolePolicy"), ("RoleName", role), ("PolicyName", "longshore"),
                ("PolicyDocument", Read($"{function}-policy.json")));
        }

        return (administrator, identity);
    }

    protected override async Task EnforceAsync()
    {
        using var http = new HttpClient();
        using var none = new StringContent("0");
        (await http.PostAsync(new Uri(_endpoint, "/moto-api/reset-auth"), none)).EnsureSuccessStatusCode();
    }

    protected override async ValueTask StopAsync()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>
    /// The policy as moto can understand it: no conditions but StringEquals in a trust policy, and no Deny that needs more than a
    /// resource.
    /// </summary>
    internal static string Reduced(string policy)
    {
        var document = JsonNode.Parse(policy)!.AsObject();
        var statements = document["Statement"]!.AsArray();
        foreach (var statement in statements.Select(static statement => statement!.AsObject()).ToArray())
        {
            var isTrust = statement.ContainsKey("Principal");
            if (statement["Effect"]!.GetValue<string>() == "Deny"
                && (statement.ContainsKey("NotResource") || statement.ContainsKey("Condition")))
                statements.Remove(statement);
            else if (isTrust)
                statement["Condition"]!.AsObject().Remove("StringLike");
            else
                statement.Remove("Condition");
        }

        return document.ToJsonString();
    }

    private string Read(string file) =>
        Reduced(_placeholders.Substitute(File.ReadAllText(Path.Combine(KnativeFolder.Path, "iam", file)), file));

    private async Task<AWSCredentials> UserAsync(string name, string policy)
    {
        await CallAsync(("Action", "CreateUser"), ("UserName", name));
        await CallAsync(("Action", "PutUserPolicy"), ("UserName", name), ("PolicyName", "longshore"), ("PolicyDocument", policy));
        var answer = await CallAsync(("Action", "CreateAccessKey"), ("UserName", name));
        string Value(string element) => answer.Descendants().First(each => each.Name.LocalName == element).Value;
        return new BasicAWSCredentials(Value("AccessKeyId"), Value("SecretAccessKey"));
    }

    /// <summary>A call of IAM's query interface; before enforcement moto reads only the service from the signature.</summary>
    private async Task<XDocument> CallAsync(params (string Name, string Value)[] parameters)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(parameters.Append(("Version", "2010-05-08"))
            .Select(static each => KeyValuePair.Create(each.Item1, each.Item2)));
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint);
        request.Content = form;
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=setup/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=none");
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? XDocument.Parse(body) : throw new InvalidOperationException(body);
    }

    private async Task<bool> AnswersAsync()
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < StartLimit && !_process!.HasExited)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, _endpoint.Port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        return false;
    }
}
