using System.Diagnostics;
using System.Security.Cryptography;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;

namespace Longshore.IntegrationTests.S3Contract;

/// <summary>A sandbox, two folders, and a client's program that is run between them; skips where the program is absent.</summary>
internal sealed class ClientRun(string program) : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-client-").FullName;
    private S3Server? _server;

    public S3Server Server => _server!;
    public string Source => Directory.CreateDirectory(Path.Combine(_folder, "source")).FullName;
    public string Target => Directory.CreateDirectory(Path.Combine(_folder, "target")).FullName;

    public async Task StartAsync()
    {
        if (PathTool.Find(program) is null)
        {
            BackendReport.SetWhyNot(program, "not on PATH");
            Assert.Skip($"a peer was not tried as a client of the stores: install {program}");
        }
        BackendReport.AddRun(program);
        _server = await S3Server.StartAsync(
            new S3ServerOptions { Iam = IamDirectory.WithAdministrator("AKIDCLIENT", "client-secret"), Buckets = ["media"] });
    }

    /// <summary>Some files in folders, with names that need encoding.</summary>
    public void WriteFiles()
    {
        foreach (var name in new[] { "a/b/one.bin", "a/b/two + 2.bin", "a/ümlaut %41.bin", "empty.bin" })
            WriteFile(name, name == "empty.bin" ? 0 : 13_312);
    }

    public string WriteFile(string name, int bytes)
    {
        var path = Path.Combine(Source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, RandomNumberGenerator.GetBytes(bytes));
        // Listings tell whole seconds: a file of this very second looks newer than its object, and is sent again.
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1));
        return path;
    }

    public void AssertSameFiles() => Assert.Equal(Contents(Source), Contents(Target));

    /// <summary>Runs the program to its end; what it printed, or a failed assertion with what it complained of.</summary>
    public async Task<string> ExecuteAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(PathTool.Find(program)!, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = _folder;
        start.Environment["AWS_ACCESS_KEY_ID"] = "AKIDCLIENT";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "client-secret";
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_ENDPOINT_URL"] = Server.Endpoint.ToString();
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} exited with {process.ExitCode}: {await error}{await output}");
        return await output;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static SortedDictionary<string, string> Contents(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            path => Path.GetRelativePath(folder, path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))),
        StringComparer.Ordinal);
}
