using Longshore.App.Events;
using Longshore.Core.Ship;
using Longshore.Store.Identity;
using Longshore.Store.Objects;
using Longshore.Store.Probe;
using Microsoft.Extensions.Hosting;
using HostOptions = Longshore.Settings.HostOptions;

namespace Longshore.Cli.Ship;

/// <summary>One run: look, ship, account. Made by <see cref="ShipHost"/>.</summary>
internal sealed class ShipRun(
    ShipSurvey survey, LocalBroker broker, ShipLedger ledger, ShipProgress progress, EventGate gate, Volume volume, S3Store store,
    StoreProbe probe, StateKeys keys,
    SigningIdentity identity, IEnumerable<IHostedService> hosted, IOptions<S3Options> s3, IOptions<VolumeOptions> mount,
    IOptions<HostOptions> host, TimeProvider time)
{
    /// <summary>A function may go on for so long after its hard stop before the dispatcher gives it up.</summary>
    private static readonly TimeSpan Unwind = FunctionDispatcher.Unwind + TimeSpan.FromSeconds(1);

    /// <summary>What a run over nothing would report.</summary>
    public ShipReport Blank(ShipOptions options) => new()
    {
        Directory = mount.Value.Root,
        Bucket = s3.Value.Bucket,
        Prefix = s3.Value.Prefix,
        DryRun = options.IsDryRun,
        Keep = options.Keeps,
        StartedAt = time.GetUtcNow(),
        Found = new(),
        Shipped = new(),
        Deferred = new Dictionary<string, long>(),
        FailedFor = new Dictionary<string, long>(),
        Kept = new Dictionary<string, long>(),
        Problems = [],
        Imbalances = [],
    };

    /// <summary>Begins nothing more, and ends what runs within <c>Host__Grace</c>.</summary>
    public void Stop()
    {
        progress.Phase = ShipPhase.Stopping;
        _ = gate.CloseAsync(host.Value.Grace, Unwind, time);
    }

    /// <summary>
    /// Whether directory and bucket are there, before a batch is retried for minutes; then how much there is to do.
    /// </summary>
    /// <exception cref="UsageException">The directory is not fit.</exception>
    /// <exception cref="SettingsException">
    /// There are no credentials, or what they and the bucket are for does not fit.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The bucket cannot be listed, or lacks what shipping needs.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<Survey> LookAsync(ShipOptions options)
    {
        ShipGuard.CheckNamed(mount.Value.Root);
        await CheckIdentityAsync();
        // Every function's role may list the receipts.
        await foreach (var _ in store.ListAsync($"{keys.Root}receipts/", "", gate.Closed))
            break;
        foreach (var check in hosted.OfType<VersioningCheck>())
            await check.StartAsync(gate.Closed);
        if (!options.Keeps && !options.IsDryRun)
            ShipGuard.CheckWritable(volume, mount.Value.Root);
        var found = await survey.WalkAsync(options.IsDryRun, gate.Closed);
        if (!options.IsDryRun && found.Scan.Files > 0)
            await CheckStoreAsync();
        return found;
    }

    /// <summary>Scan to cleanup, to the end or until <see cref="Stop"/>.</summary>
    public async Task ShipAsync(Survey found, ShipOptions options)
    {
        progress.Expect(found.Scan.Files, found.Scan.Bytes);
        if (progress.Phase == ShipPhase.Looking)
            progress.Phase = ShipPhase.Shipping;
        await ScanAsync();
        // The store takes records: what it did not take while it was away is scanned once more, and no file waits for the next
        // run.
        if (gate.IsOpen && ledger.TryAgain(deletes: !options.Keeps))
            await ScanAsync();
    }

    private async Task ScanAsync()
    {
        await broker.DeliverAsync(EventFactory.Create(
            EventTypes.ScanRequested, "/longshore/ship", Guid.NewGuid().ToString("n"), new ScanRequested(),
            EventJson.Default.ScanRequested, time: time.GetUtcNow()));
        await broker.SettleAsync();
    }

    /// <summary>The account of a run, or of what it came to before it was stopped.</summary>
    /// <param name="blank">As it began.</param>
    /// <param name="found">Null if it was stopped before the end of the look.</param>
    /// <param name="signal">The number of the signal that stopped it, or 0.</param>
    public ShipReport Close(ShipReport blank, Survey? found, int signal)
    {
        var report = blank.DryRun ? Planned(blank, found) : ledger.Close(blank, stopped: signal != 0);
        report = report with { FinishedAt = time.GetUtcNow() };
        if (signal != 0 && !blank.DryRun && found is not null && report.ScanCut)
        {
            // What the scan did not reach is known from the look before it.
            var unseen = Math.Max(0, found.Scan.Files - report.Found.Files);
            report = report with
            {
                Found = report.Found with
                {
                    Files = report.Found.Files + unseen,
                    Bytes = Math.Max(report.Found.Bytes, found.Scan.Bytes),
                },
                NotShipped = report.NotShipped + unseen,
                LeftCount = report.LeftCount + unseen,
            };
        }

        var (verdict, exit) = ShipDecision.Decide(report, signal);
        return report with { Outcome = verdict, ExitCode = exit };
    }

    /// <summary>
    /// A store that nothing can be shipped to is said at once; one that does not serve now is tried again by each batch.
    /// </summary>
    private async Task CheckStoreAsync()
    {
        var probed = probe.BeginAsync();
        await ((Task)probed).WaitAsync(gate.Closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        gate.Closed.ThrowIfCancellationRequested();
        if (probed.Exception?.InnerException is StoreUnfitException unfit)
            throw unfit;
    }

    /// <summary>What a person without a cluster lacks first.</summary>
    private async Task CheckIdentityAsync()
    {
        try
        {
            await identity.CurrentAsync().WaitAsync(gate.Closed);
        }
        catch (NoCredentialsException error)
        {
            throw new SettingsException([error.Message]);
        }
    }

    private static ShipReport Planned(ShipReport blank, Survey? found)
    {
        if (found is null)
            return blank with { ScanCut = true };
        var scan = found.Scan;
        return blank with
        {
            Found = new()
            {
                Files = scan.Files,
                Bytes = scan.Bytes,
                Deferred = scan.Deferred,
                Ignored = scan.Ignored,
                Reserved = scan.Reserved,
                Unaddressable = scan.Unaddressable,
                Special = scan.Special,
                Unreadable = scan.Unreadable,
            },
            Deferred = scan.DeferredFor,
            Left = scan.Left,
            LeftCount = scan.Deferred + scan.Reserved + scan.Unaddressable + scan.Unreadable,
            Shipped = new()
            {
                Uploaded = scan.Files - found.Present,
                Present = found.Present,
                Conflicts = found.Conflicts,
                BytesUploaded = scan.Bytes - found.BytesPresent,
                BytesPresent = found.BytesPresent,
            },
            Deleted = blank.Keep ? 0 : scan.Files,
            BytesFreed = blank.Keep ? 0 : scan.Bytes,
        };
    }
}
