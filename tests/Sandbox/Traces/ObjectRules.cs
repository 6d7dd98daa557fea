namespace Longshore.Sandbox.Traces;

/// <summary>Which objects may be put (step 6 of the protocol).</summary>
internal static class ObjectRules
{
    /// <param name="careless">See <see cref="RunTrace.Careless"/>.</param>
    public static IEnumerable<string> Refusals(ObjectPut put, Seen seen, IReadOnlySet<string> careless)
    {
        if (TraceKeys.IsBundle(put.Key, put.Sha256) && seen.Bundles.TryGetValue(put.Sha256, out var files))
        {
            foreach (var file in files)
            {
                if (!careless.Any(path => TraceKeys.MayBe(file.Path, path)) && !(seen.Written.TryGetValue(file.Sha256, out var of)
                    && of.Any(path => TraceKeys.MayBe(file.Path, path))))
                    yield return $"torn or leaked: {Show.Text(put.Key)} holds {Show.Text(file.Path)} with {file.Size} bytes that "
                        + "this file did not have until then";
            }

            if (files.DistinctBy(file => file.Path).Count() != files.Length)
                yield return $"misplaced: {Show.Text(put.Key)} holds a file twice";
            yield break;
        }

        if (put.Key.StartsWith(TraceKeys.State, StringComparison.Ordinal))
        {
            if (!TraceKeys.IsNoteLetterOrList(put.Key))
                yield return $"misplaced: {Show.Text(put.Key)} lies among Longshore's own objects and is none of them";
            yield break;
        }

        var own = TraceKeys.OwnKey(put.Key, put.Sha256);
        if (seen.Written.TryGetValue(put.Sha256, out var paths))
        {
            if (!paths.Any(path => put.Key == path || TraceKeys.MayBe(put.Key, path) || TraceKeys.MayBe(own, path)))
                yield return $"misplaced: {Show.Text(put.Key)} was put with what stood under "
                    + Show.Text(string.Join(", ", paths));
            // It may hold the same bytes: a damaged answer is taken for other bytes.
            else if (own != put.Key && !paths.Contains(put.Key) && !seen.Keys.Contains(own))
                yield return $"misplaced: {Show.Text(put.Key)} was put, although {Show.Text(own)} was free";
        }
        else if (!careless.Any(path => TraceKeys.MayBe(own, path)))
        {
            yield return $"torn or leaked: {Show.Text(put.Key)} was put with {put.Size} bytes that no file had until then";
        }
    }
}
