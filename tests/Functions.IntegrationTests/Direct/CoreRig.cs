using CloudNative.CloudEvents;
using Longshore.Core;
using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.IntegrationTests.Flow;
using Longshore.Model;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.S3;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;
using Longshore.Store;
using Longshore.Store.Objects;
using Longshore.Volumes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Longshore.IntegrationTests.Direct;

/// <summary>
/// What a function is made of, on a temporary directory and a store in this process, without server and Broker. Tests make the
/// function with <c>new</c> and call its methods.
/// </summary>
internal sealed class CoreRig : IAsyncDisposable
{
    public const string Bucket = "harbour";
    private readonly S3Server _s3;
    private readonly ServiceProvider _services;

    private CoreRig(S3Server s3, Action<IServiceCollection> add, (string Name, string Value)[] settings)
    {
        _s3 = s3;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["S3:Bucket"] = Bucket,
            ["S3:ServiceUrl"] = s3.Endpoint.ToString(),
            ["S3:ForcePathStyle"] = "true",
            ["Volume:Root"] = Volume,
            ["Volume:Name"] = "test/volume",
            ["Schedule:MinAge"] = "PT2S",
        }).AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value)).Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddOptions()
            .AddSingleton<IConfiguration>(configuration)
            // Files written just now are an hour old to it.
            .AddSingleton<TimeProvider>(new ShiftedTime(TimeSpan.FromHours(1)))
            .AddFiles()
            .AddStorage();
        add(services);
        _services = services.BuildServiceProvider();
    }

    public string Volume { get; } = Directory.CreateTempSubdirectory("longshore-direct-").FullName;

    public RecordingSink Sink { get; } = new();

    public Bucket Objects => _s3.Store.Bucket(Bucket);

    /// <param name="add">Adds the part of Core that the function uses.</param>
    public static async Task<CoreRig> StartAsync(
        Action<IServiceCollection> add, params (string Name, string Value)[] settings)
    {
        var options = new S3ServerOptions
        {
            Iam = IamDirectory.WithAdministrator(Cluster.AccessKey, Cluster.SecretKey),
            Buckets = [Bucket],
        };
        return new CoreRig(await S3Server.StartAsync(options, TestContext.Current.CancellationToken), add, settings);
    }

    public T Get<T>()
        where T : class => _services.GetRequiredService<T>();

    public void Write(string path) => File.WriteAllText(Path.Combine(Volume, path), $"The content of {path}.");

    /// <summary>Paths of the files on the volume.</summary>
    public string[] Left() =>
        [.. new DirectoryInfo(Volume).EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    /// <summary>Keys of Longshore's records beneath a folder.</summary>
    public string[] Records(string folder) =>
        [.. Objects.Objects().Select(stored => stored.Key)
            .Where(key => key.StartsWith($"_longshore/{folder}/", StringComparison.Ordinal))];

    /// <summary>Puts the files and their receipt, as sync does.</summary>
    /// <returns>The dataref of the receipt.</returns>
    public async Task<string> ShipAsync(string batch, params string[] paths)
    {
        var options = Get<IOptions<S3Options>>().Value;
        var entries = await Task.WhenAll(paths.Select(PutAsync));
        var written = await Get<ReceiptStore>().WriteAsync(new Receipt
        {
            Schema = Receipt.CurrentSchema,
            Batch = batch,
            Attempt = 1,
            VolumeName = "test/volume",
            Destination = Longshore.Core.Receipts.Destination.Of(options),
            StartedAt = DateTimeOffset.UnixEpoch,
            FinishedAt = DateTimeOffset.UnixEpoch,
            Counts = ReceiptCounts.Of(entries),
            Files = entries,
        }, TestContext.Current.CancellationToken);
        return Get<ReceiptStore>().UriOf(Get<ReceiptStore>().KeyOf(written));
    }

    public static FunctionContext Context(string type, string? dataref = null)
    {
        var e = new CloudEvent { Id = "1", Type = type, Source = new Uri("/test", UriKind.Relative) };
        if (dataref is not null)
            e.SetAttributeFromString("dataref", dataref);
        return new FunctionContext(e, "test", DateTimeOffset.MaxValue);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _s3.DisposeAsync();
        Directory.Delete(Volume, recursive: true);
    }

    private async Task<ReceiptEntry> PutAsync(string path)
    {
        var body = await File.ReadAllBytesAsync(Path.Combine(Volume, path));
        using var root = Get<Volume>().Open();
        Assert.True(VolumePath.TryParse(path, out var parsed, out _));
        var file = root.Stat(parsed).Fingerprint;
        var key = Get<KeyTemplate>().KeyOf(path, file.Modified);
        var put = await Get<S3Store>().PutAsync(key, body, Sha256.Base64(body), null, TestContext.Current.CancellationToken);
        return new ReceiptEntry
        {
            Path = path,
            Outcome = FileOutcome.Uploaded,
            Key = key,
            Size = file.Size,
            Modified = file.Modified,
            Changed = file.Changed,
            Inode = file.Inode,
            Checksum = Sha256.Base64(body),
            ETag = put.ETag,
        };
    }
}
