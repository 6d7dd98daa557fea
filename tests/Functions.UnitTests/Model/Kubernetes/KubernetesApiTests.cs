using System.Net;
using System.Text;
using Longshore.Model;
using Longshore.Model.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Longshore.UnitTests.Model.Kubernetes;

/// <summary>The client against a server with TLS, as an API server has it.</summary>
public sealed class KubernetesApiTests : IAsyncLifetime
{
    private readonly string _account = Directory.CreateTempSubdirectory("longshore-account-").FullName;
    private readonly ClusterAuthority _authority = new();
    private WebApplication? _server;
    private string? _authorization;

    public async ValueTask InitializeAsync()
    {
        Mount("token", "the-token\n");
        Mount("namespace", "freight");
        Mount("ca.crt", _authority.Pem);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_authority.Server)));
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Get_Path_IsAskedWithTheTokenAndAnswered()
    {
        using var api = Api();

        Assert.Equal("keys", await GetAsync(api, "/openid/v1/jwks"));
        Assert.Equal("Bearer the-token", _authorization);
        Assert.Equal("freight", api.Namespace);
    }

    [Fact]
    public async Task Get_TokenRenewed_IsReadAgain()
    {
        using var api = Api();
        await GetAsync(api, "/openid/v1/jwks");
        Mount("token", "another-token");

        await GetAsync(api, "/openid/v1/jwks");

        Assert.Equal("Bearer another-token", _authorization);
    }

    [Fact]
    public async Task Get_ServerOfAnotherAuthority_Throws()
    {
        using var other = new ClusterAuthority();
        Mount("ca.crt", other.Pem);
        using var api = Api();

        await Assert.ThrowsAsync<KubernetesUnavailableException>(() => GetAsync(api, "/openid/v1/jwks"));
        Assert.Null(_authorization);
    }

    [Fact]
    public async Task Get_NotFound_IsNull()
    {
        using var api = Api();

        Assert.Null(await GetAsync(api, "/status/404"));
    }

    [Theory]
    [InlineData("/status/403", "refused GET /status/403 (403); check the Role")]
    [InlineData("/status/500", "answered 500 to GET /status/500")]
    [InlineData("/large", "GET /large of the Kubernetes API")]
    public async Task Get_OtherAnswer_ThrowsAndNamesThePath(string path, string words)
    {
        using var api = Api();

        var error = await Assert.ThrowsAsync<KubernetesUnavailableException>(() => GetAsync(api, path));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Kubernetes may mount a file a moment later: a failure is not kept.</summary>
    [Theory]
    [InlineData("token")]
    [InlineData("ca.crt")]
    public async Task Get_FileMissingAndThenThere_IsAnswered(string name)
    {
        var file = Path.Combine(_account, name);
        var held = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);
        using var api = Api();
        var error = await Assert.ThrowsAsync<KubernetesUnavailableException>(() => GetAsync(api, "/openid/v1/jwks"));
        Assert.Contains(
            $"{file} cannot be read; set automountServiceAccountToken: true", error.Message, StringComparison.Ordinal);

        Mount(name, held);

        Assert.Equal("keys", await GetAsync(api, "/openid/v1/jwks"));
    }

    [Theory]
    [InlineData("https://kubernetes.default.svc", true)]
    [InlineData("http://127.0.0.1:8001", true)]
    [InlineData("kubernetes.default.svc", false)]
    [InlineData("", false)]
    public void Url_OfAnotherKind_IsRefusedAtTheStart(string url, bool isRight) =>
        Assert.Equal(isRight, new KubernetesOptionsValidator().Validate(null, new() { Url = url }).Succeeded);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _authority.Dispose();
        Directory.Delete(_account, recursive: true);
    }

    private void Mount(string name, string text) => File.WriteAllText(Path.Combine(_account, name), text);

    private KubernetesApi Api() => new(Options.Create(new KubernetesOptions
    {
        Url = FunctionHost.AddressesOf(_server!)[0],
        ServiceAccount = _account,
    }));

    private static async Task<string?> GetAsync(KubernetesApi api, string path) =>
        await api.GetAsync(path, TestContext.Current.CancellationToken) is { } body ? Encoding.UTF8.GetString(body) : null;

    private async Task AnswerAsync(HttpContext http)
    {
        _authorization = http.Request.Headers.Authorization;
        var path = http.Request.Path.Value!;
        if (path.StartsWith("/status/", StringComparison.Ordinal))
            http.Response.StatusCode = int.Parse(path["/status/".Length..], null);
        else
            await http.Response.WriteAsync(path == "/large" ? new string('x', 5 << 20) : "keys");
    }
}
