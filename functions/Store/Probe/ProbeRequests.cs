using System.Runtime.ExceptionServices;
using Longshore.Store.Uploads;

namespace Longshore.Store.Probe;

/// <summary>
/// Finds out what the store can do, with about thirty small requests below a random folder. The objects get the class, encryption
/// and tags of shipped files. They are not deleted, because the role may not delete; the bucket's lifecycle rule removes them.
/// Use an instance for one run only.
/// </summary>
internal sealed class ProbeRequests(ObjectSender sender, RequestRetry retry, TimeProvider time, IOptions<S3Options> options)
{
    /// <summary>Contains no key, so that the message of a repeated problem stays the same.</summary>
    private const string What = "Probing the store";

    private const int Writers = 8;
    private const int TriesOfWrong = 3;

    /// <summary>More pages than the probe has objects.</summary>
    private const int MostPages = 100;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(1600);

    private static readonly (OddKeys Kind, string Name)[] Odd =
    [
        (OddKeys.EmptySegments, "a//b"), (OddKeys.DotSegments, "./dot"), (OddKeys.PercentSigns, "a%2Fb"),
        (OddKeys.Blanks, "a b"), (OddKeys.PlusSigns, "a+b"), (OddKeys.BeyondAscii, "ü"),
    ];

    private readonly ObjectReader _reader = new(sender, new RequestHeaders(options.Value));
    private readonly RequestHeaders _headers = new(options.Value);
    private readonly UploadRequests _uploads = new(sender, new RequestHeaders(options.Value));
    private readonly string _folder =
        $"{options.Value.ProbePrefix}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}/";

    /// <summary>Whether writes carry <c>If-None-Match</c>.</summary>
    private bool _conditional = options.Value.ConditionalWrites;

    /// <summary>The error of the first request without an answer after all retries.</summary>
    private StoreUnavailableException? _unanswered;

    /// <summary>Whether nothing tells if a key is there for which every write was answered with "taken".</summary>
    private bool _isRaceUntold;

    /// <exception cref="StoreUnavailableException">The store did not answer, or refused the credentials.</exception>
    public async Task<ProbeFindings> RunAsync(CancellationToken cancellation)
    {
        // The first request runs alone: if the store is down or refuses, the others are not sent.
        var plain = await PutAsync("plain", "plain", cancellation);
        var first = plain.Answer;
        if (_conditional && first == ProbeAnswer.Refused)
        {
            _conditional = false;
            plain = await PutAsync("plain", "plain", cancellation);
        }

        if (_unanswered is { } down)
            ExceptionDispatchInfo.Throw(down);
        if (plain.Answer is ProbeAnswer.Refused or ProbeAnswer.NotTold)
            return new ProbeFindings { Denied = plain.Code };
        var racing = _conditional ? RaceAsync(cancellation) : Task.FromResult<ProbeAnswer[]>([first]);
        var wrong = WrongBodyAsync(cancellation);
        var looking = Task.WhenAll(Odd.Select(each => OddAsync(each.Kind, each.Name, cancellation)));
        var sending = PartsAsync(_folder + "parts", cancellation);
        await Task.WhenAll(racing, wrong, looking, sending);
        var (puts, odd, parts) = (await racing, await looking, await sending);

        List<Expected> expected = [.. odd.Where(each => each.IsSame).Select(each => each.Put.Expected)];
        if (plain.Answer == ProbeAnswer.Done)
            expected.Add(plain.Expected);
        if (_conditional && puts.Contains(ProbeAnswer.Done))
            expected.Add(new Expected(_folder + "put", 1, null));
        if (parts.Made is { } made)
            expected.Add(made);
        var (listing, listed) = await ListAsync(expected, cancellation);
        return parts.Told with
        {
            Puts = RaceTally.Of(puts),
            PutIsThere = await IsThereAsync(_folder + "put", RaceTally.Of(puts), cancellation),
            CompleteIsThere = await IsThereAsync(_folder + "parts", parts.Told.Completes, cancellation),
            IsCut = _unanswered is not null || _isRaceUntold,
            WrongBody = await wrong,
            TellsWhole = plain.IsProven,
            Listing = listing,
            ListsOtherETag =
                // An odd key in the listing may be another object's, in another form.
                expected.Exists(each => each.ETag is { } etag && OddKey.KindsOf(each.Key) == OddKeys.None
                    && listed.TryGetValue(each.Key, out var item) && item.ETag != etag),
            RepeatsETags = odd.Where(each => each.IsSame && listed.ContainsKey(each.Put.Expected.Key))
                .Select(each => listed[each.Put.Expected.Key].ETag)
                .Where(etag => etag.Length > 0).GroupBy(etag => etag).Any(same => same.Count() > 1),
            Mangled = odd.Where(each => !each.IsSame
                || (listing != ListingAnswer.NotTold && !listed.ContainsKey(each.Put.Expected.Key)))
                .Aggregate(OddKeys.None, (all, each) => all | each.Kind),
        };
    }

    /// <summary>
    /// Whether the key of a race is there. Asked only if every write was answered with "taken": then the answer to the write that
    /// put it was lost, or the store answers so to every condition.
    /// </summary>
    /// <returns>Null if not asked or not told.</returns>
    private async Task<bool?> IsThereAsync(string key, RaceTally race, CancellationToken cancellation)
    {
        if (!race.IsAllTaken)
            return null;
        var (answer, exists, _) = await AskAsync(token => _reader.ExistsAsync(key, token), cancellation);
        _isRaceUntold |= answer != ProbeAnswer.Done;
        return answer == ProbeAnswer.Done ? exists : null;
    }

    private async Task<ProbeAnswer[]> RaceAsync(CancellationToken cancellation) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => PutAsync("put", $"{writer}", cancellation))))
            .Select(put => put.Answer)];

    private async Task<WholePut> PutAsync(string name, string text, CancellationToken cancellation)
    {
        var key = _folder + name;
        var body = Encoding.UTF8.GetBytes(text);
        var (answer, sent, code) = await AskAsync(token =>
            sender.PutAsync(key, "", body, Sha256.Base64(body), _headers.Whole(new ObjectDetails(Now, 0), _conditional, null),
                token), cancellation, writes: _folder);
        return new WholePut(answer, new Expected(key, body.Length, answer == ProbeAnswer.Done ? sent.ETag : null),
            sent.Result == WriteResult.Written, code);
    }

    /// <summary>
    /// A store that writes the object in spite of the wrong checksum proves nothing. An answer that cannot be trusted is asked
    /// for again, with another key.
    /// </summary>
    private async Task<ProbeAnswer> WrongBodyAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var key = $"{_folder}wrong-{attempt}";
            var answer = await WrongAsync(token => sender.PutAsync(key, "", "bytes"u8.ToArray(), Sha256.Base64("others"u8),
                _headers.Whole(new ObjectDetails(Now, 0), _conditional, null), token), cancellation);
            if (answer != ProbeAnswer.NotTold || attempt == TriesOfWrong)
                return answer;
        }
    }

    /// <summary>Puts an object of the same size and other bytes for each kind, and looks at it.</summary>
    private async Task<(OddKeys Kind, WholePut Put, bool IsSame)> OddAsync(
        OddKeys kind, string name, CancellationToken cancellation)
    {
        var put = await PutAsync(name, $"odd {(int)kind:d2}", cancellation);
        if (put.Answer is ProbeAnswer.Refused or ProbeAnswer.NotTold)
            return (kind, put, false);
        var key = put.Expected.Key;
        var (answer, head, _) = await AskAsync(token => _reader.HeadAsync(key, token), cancellation);
        // A missing ETag or size proves no difference.
        var same = answer == ProbeAnswer.NotTold || (answer == ProbeAnswer.Done && head is not null
            && (put.Expected.ETag is not { } etag || head.ETag.Length == 0 || head.ETag == etag)
            && (head.Size ?? put.Expected.Size) == put.Expected.Size);
        return (kind, put, same);
    }

    /// <summary>Completes two uploads of one key at the same time. One of them first gets a part with a wrong checksum.</summary>
    /// <returns>What the answers tell, and the object that must be listed.</returns>
    private async Task<(ProbeFindings Told, Expected? Made)> PartsAsync(string key, CancellationToken cancellation)
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, _conditional ? 2 : 1).Select(_ => AskAsync(
            token => _uploads.BeginAsync(key, new ObjectDetails(Now, 0), token), cancellation)));
        string[] uploads = [.. begun.Where(each => each.Answer == ProbeAnswer.Done).Select(each => each.Sent!)];
        if (uploads.Length < begun.Length)
            return (new ProbeFindings(), null);

        var refused = await WrongAsync(token => sender.PutAsync(
            key, Query(uploads[0]), "bytes"u8.ToArray(), Sha256.Base64("others"u8), _headers.Part(), token), cancellation);
        // Replaces the wrong part if the store accepted it.
        var parts = await Task.WhenAll(uploads.Select((upload, number) => AskAsync(token =>
            sender.PutAsync(key, Query(upload), Part(number), Sha256.Base64(Part(number)), _headers.Part(), token),
            cancellation)));
        if (Array.Exists(parts, part => part.Answer != ProbeAnswer.Done))
            return (new ProbeFindings { WrongPart = refused }, null);

        var completed = await Task.WhenAll(uploads.Select(
            (upload, number) => CompleteAsync(key, upload, number, parts[number].Sent.ETag, _conditional, cancellation)));
        List<ProbeAnswer> answers = [.. completed.Select(each => each.Answer)];
        if (_conditional && answers.TrueForAll(answer => answer == ProbeAnswer.Refused))
            completed =
                [.. completed, await CompleteAsync(key, uploads[0], 0, parts[0].Sent.ETag, conditional: false, cancellation)];
        for (var i = 0; i < uploads.Length; i++)
        {
            var upload = uploads[i];
            if (completed[i].Answer != ProbeAnswer.Done)
                await AskAsync(token => _uploads.AbortAsync(key, upload, token), cancellation);
        }

        var made = Array.Find(completed, each => each.Answer == ProbeAnswer.Done);
        return (
            new ProbeFindings
            {
                Completes = RaceTally.Of(answers),
                WrongPart = refused,
                TellsComposite = made.Answer == ProbeAnswer.Done && made.TellsComposite,
            },
            made.Answer == ProbeAnswer.Done
                ? new Expected(key, Part(0).Length,
                answers.Count(answer => answer == ProbeAnswer.Done) == 1 ? made.ETag : null) : null);
    }

    private async Task<(ProbeAnswer Answer, string ETag, bool TellsComposite)> CompleteAsync(
        string key, string upload, int number, string etag, bool conditional, CancellationToken cancellation)
    {
        var part = Sha256.Base64(Part(number));
        var composite = CompositeChecksum.Of([part]);
        var (answer, made, _) = await AskAsync(token => _uploads.CompleteAsync(
            key, upload, [new UploadedPart(etag, part, Part(number).Length)], composite, Part(number).Length, conditional,
            ifMatch: null, token), cancellation);
        return (answer, made.ETag, made.Result == WriteResult.Written);
    }

    /// <summary>Lists again for a while until all is listed. A missing odd key does not make the listing wrong.</summary>
    private async Task<(ListingAnswer Answer, Dictionary<string, ListedObject> Listed)> ListAsync(
        List<Expected> expected, CancellationToken cancellation)
    {
        var ordinary = ListingAnswer.NotTold;
        for (var wait = FirstWait; ; wait *= 2)
        {
            if (await ListOnceAsync(cancellation) is not { } listed)
                return (ListingAnswer.NotTold, []);
            var now = wait == FirstWait ? ListingAnswer.Told : ListingAnswer.Late;
            bool IsListed(Expected each) => listed.TryGetValue(each.Key, out var item) && item.Size == each.Size;
            if (ordinary == ListingAnswer.NotTold
                && expected.TrueForAll(each => IsListed(each) || OddKey.KindsOf(each.Key) != OddKeys.None))
                ordinary = now;
            if (expected.TrueForAll(IsListed))
                return (now, listed);
            if (wait > LongestWait)
                return (ordinary == ListingAnswer.NotTold ? ListingAnswer.Wrong : ordinary, listed);
            await Task.Delay(wait, time, cancellation);
        }
    }

    /// <summary>All pages of the probe's folder; null if the store does not answer one of them.</summary>
    private async Task<Dictionary<string, ListedObject>?> ListOnceAsync(CancellationToken cancellation)
    {
        var listed = new Dictionary<string, ListedObject>(StringComparer.Ordinal);
        var next = default(string);
        for (var count = 0; count == 0 || (next is not null && count < MostPages); count++)
        {
            var query = S3Store.Query(_folder, "", next);
            var (answer, page, _) = await AskAsync(token => _reader.ListAsync(query, token), cancellation);
            if (answer != ProbeAnswer.Done)
                return null;
            foreach (var item in page!.Objects)
                listed[item.Key] = item;
            next = page.Next;
        }

        return listed;
    }

    /// <summary>Sends a request with the usual retries and turns a refusal into an answer.</summary>
    private async Task<(ProbeAnswer Answer, T? Sent, string Code)> AskAsync<T>(
        Func<CancellationToken, Task<T>> send, CancellationToken cancellation, string? writes = null)
    {
        try
        {
            return (ProbeAnswer.Done, await retry.RunAsync(What, send, cancellation, writes: writes), "");
        }
        catch (StoreRefusedException e)
            when (e.InnerException
            is RequestRefusedException { Code: null or "" or "AccessDenied" or "Forbidden" or "AllAccessDisabled" } denied)
        {
            return (ProbeAnswer.NotTold, default, CodeOf(denied));
        }
        catch (StoreUnavailableException e) when (e is not StoreRefusedException)
        {
            _unanswered ??= e;
            return (ProbeAnswer.NotTold, default, "no answer");
        }
        catch (StoreException e) when ((e as RequestRefusedException ?? e.InnerException) is RequestRefusedException refused
            && StoreErrors.Classify(refused) == StoreErrorKind.Permanent)
        {
            // NoSuchUpload: the other upload was completed first, or the answer was lost.
            var taken = refused.Status == HttpStatusCode.PreconditionFailed || refused.Code == "NoSuchUpload";
            return (taken ? ProbeAnswer.Taken : ProbeAnswer.Refused, default, CodeOf(refused));
        }
    }

    private static string CodeOf(RequestRefusedException error) =>
        string.IsNullOrEmpty(error.Code) ? error.Status.ToString() : error.Code;

    /// <summary>Sends a wrong checksum. Its refusal is the wanted answer, so it is not retried.</summary>
    private async Task<ProbeAnswer> WrongAsync(Func<CancellationToken, Task<PutResult>> send, CancellationToken cancellation)
    {
        var (answer, refused, _) = await AskAsync(async token =>
        {
            try
            {
                await send(token);
                return ProbeAnswer.Done;
            }
            catch (RequestRefusedException e)
                when (e.Code is "BadDigest" or "XAmzContentSHA256Mismatch" or "XAmzContentChecksumMismatch")
            {
                return ProbeAnswer.Refused;
            }
            catch (IOException)
            {
                return ProbeAnswer.NotTold;
            }
        }, cancellation);
        return answer == ProbeAnswer.Done ? refused : answer;
    }

    private Timestamp Now => Timestamp.From(time.GetUtcNow());

    private static byte[] Part(int number) => Encoding.UTF8.GetBytes($"part {number}");

    private static string Query(string upload) => $"partNumber=1&uploadId={Uri.EscapeDataString(upload)}";
}
