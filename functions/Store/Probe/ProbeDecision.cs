namespace Longshore.Store.Probe;

/// <param name="Abilities">What writes may rely on.</param>
/// <param name="Replaced">A sentence for each ability that a slower way replaces, with the setting that keeps it so.</param>
/// <param name="Unfit">Why nothing may be shipped to this store with these settings; null if files may be shipped.</param>
internal sealed record ProbeVerdict(StoreAbilities Abilities, IReadOnlyList<string> Replaced, string? Unfit);

/// <summary>
/// Decides what writes rely on, from the findings of the probe.
/// <code>
/// S3:ConditionalWrites | parallel writes of one new key                 | condition
/// false                | any                                            | refused: not sent, look before each write
/// true                 | one done, all others taken                     | honoured
/// true                 | none done, all taken, and the key is there     | honoured: the answer to one write was lost
/// true                 | none done, all taken, and the key is absent    | refused
/// true                 | any of them refused, and none done             | refused
/// true                 | anything else, not told included               | unproven: sent, and look before each write
///
/// S3:ReadBack | wrong SHA-256 | checksums
/// true        | any           | prove nothing: read back
/// false       | refused       | prove the bytes
/// false       | anything else | prove nothing: read back
///
/// listing  | condition         | ship
/// wrong    | any               | no: no shipped file could be proven
/// late     | not both honoured | no: a look before a write would miss a new object
/// any other| any               | yes
/// </code>
/// If two different objects of one size have the same ETag, nothing is shipped: cleanup would not notice a replaced object. Files
/// whose keys are of a mangled kind are refused one by one. If the settings make every key of that kind, nothing is shipped.
/// </summary>
internal static class ProbeDecision
{
    public const string TakesWrongBytes = "The store accepts a PUT whose SHA-256 is wrong: every upload is read back and "
        + "compared. S3__ReadBack=true makes that permanent.";

    public static ProbeVerdict Decide(ProbeFindings found, S3Options options)
    {
        var onPut = Condition(found.Puts, found.PutIsThere, options);
        var abilities = new StoreAbilities
        {
            OnPut = onPut,
            // A store that refuses the condition on PUT does not get it on Complete.
            OnComplete = onPut == ConditionSupport.Refused ? onPut : Condition(found.Completes, found.CompleteIsThere, options),
            ProvesWhole = !options.ReadBack && found.WrongBody == ProbeAnswer.Refused,
            ProvesParts = !options.ReadBack && found.WrongPart == ProbeAnswer.Refused,
            Mangled = found.Mangled,
            IsDenied = found.Denied is not null,
            Listed = found.Listing == ListingAnswer.NotTold ? OddKeys.None : OddKeys.All & ~found.Mangled,
        };
        return new ProbeVerdict(abilities, [.. Replaced(found, abilities, options)], Unfit(found, abilities, options));
    }

    private static ConditionSupport Condition(RaceTally race, bool? isThere, S3Options options) => race switch
    {
        _ when !options.ConditionalWrites => ConditionSupport.Refused,
        { Done: 1 } when race.Taken == race.All - 1 && race.Taken > 0 => ConditionSupport.Honoured,
        { IsAllTaken: true } when isThere is { } there => there ? ConditionSupport.Honoured : ConditionSupport.Refused,
        { Done: 0, Refused: > 0 } => ConditionSupport.Refused,
        _ => ConditionSupport.Unproven,
    };

    private static IEnumerable<string> Replaced(ProbeFindings found, StoreAbilities abilities, S3Options options)
    {
        const string Looks = "each key is looked at before it is written, which leaves a race between two writers of one key. "
            + "S3__ConditionalWrites=false makes that permanent.";
        if (found.Denied is { } code)
        {
            if (options is { ConditionalWrites: false, ReadBack: true })
                yield break;
            yield return $"The store could not be probed beneath {options.StatePrefix}probe/ ({code}): each key is looked at "
                + "before it is written, and every upload is read back. Let the role put (s3:PutObject), read and list "
                + "there. If it shall not, S3__ConditionalWrites=false and S3__ReadBack=true make that permanent.";
            yield break;
        }

        if (options.ConditionalWrites && abilities.OnPut != ConditionSupport.Honoured)
            yield return $"The store {Makes(abilities.OnPut, found.Puts, "PUT")}: {Looks}";
        else if (options.ConditionalWrites && abilities.OnComplete != ConditionSupport.Honoured)
            yield return $"The store {Makes(abilities.OnComplete, found.Completes, "CompleteMultipartUpload")}: for files in "
                + $"parts {Looks}";
        if (options.ReadBack)
            yield break;
        if (!abilities.ProvesWhole)
            yield return TakesWrongBytes;
        else if (!found.TellsWhole)
            yield return "The store does not tell the SHA-256 of what it took: every upload is read back and compared.";
        else if (!abilities.ProvesParts || !found.TellsComposite)
            yield return "The store does not prove the SHA-256 of a multipart upload: files in parts are read back and compared.";
        if (found.ListsOtherETag)
            yield return "The store's listing tells another ETag than its answer to a PUT: shipped files stay on the volume "
                + "as object-differs.";
    }

    private static string Makes(ConditionSupport condition, RaceTally race, string write) => condition switch
    {
        ConditionSupport.Refused => $"refuses If-None-Match on {write}",
        _ when race.Done > 1 => $"took {race.Done} of {race.All} writes of one new key at once, though each had If-None-Match on "
            + $"{write}",
        _ => $"was not seen to honour If-None-Match on {write}",
    };

    private static string? Unfit(ProbeFindings found, StoreAbilities abilities, S3Options options)
    {
        var looks = abilities.OnPut != ConditionSupport.Honoured || abilities.OnComplete != ConditionSupport.Honoured;
        return found.Listing switch
        {
            _ when found.RepeatsETags =>
                $"The listing of bucket '{options.Bucket}' tells the same ETag of different objects beneath "
                + $"{options.StatePrefix}probe/. Cleanup would not see that an object was replaced, so nothing can be shipped to "
                + "this store. Use a store whose ETag changes with the bytes.",
            ListingAnswer.Wrong =>
                $"The listing of bucket '{options.Bucket}' does not tell what was just put beneath "
                + $"{options.StatePrefix}probe/, and Longshore deletes only what the store lists: nothing can be shipped to this "
                + "store. Check S3__ServiceUrl, or use a store whose ListObjectsV2 tells what was put.",
            ListingAnswer.Late when looks =>
                $"The listing of bucket '{options.Bucket}' tells what was put only after a while, and without If-None-Match it "
                + "is all that keeps objects from being overwritten: nothing can be shipped to this store. Use a store that "
                + "honours If-None-Match or lists at once.",
            _ => Mangles(abilities.Mangled, "S3__Prefix and S3__KeyTemplate", options.Prefix + options.KeyTemplate)
                ?? Mangles(abilities.Mangled, "S3__StatePrefix", options.StatePrefix),
        };
    }

    private static string? Mangles(OddKeys mangled, string settings, string keys)
    {
        var what = (mangled & OddKey.KindsOf(keys)) switch
        {
            OddKeys.None => null,
            var kinds when kinds.HasFlag(OddKeys.EmptySegments) => "an empty part between slashes",
            var kinds when kinds.HasFlag(OddKeys.DotSegments) => "a part that is . or ..",
            var kinds when kinds.HasFlag(OddKeys.PercentSigns) => "a percent sign",
            var kinds when kinds.HasFlag(OddKeys.Blanks) => "a blank",
            var kinds when kinds.HasFlag(OddKeys.PlusSigns) => "a plus sign",
            _ => "characters beyond ASCII",
        };
        return what is null ? null : $"{settings} hold '{keys}', which gives keys with {what}: the store refuses such keys or "
            + "takes them for others. Choose another prefix.";
    }
}
