namespace Longshore.Core.Layout;

/// <summary>Checks the settings of <see cref="S3Options"/> for the places of objects in the bucket.</summary>
internal sealed class LayoutCheck : IValidateOptions<S3Options>
{
    public ValidateOptionsResult Validate(string? name, S3Options options)
    {
        var problems = Problems(options).ToArray();
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(S3Options options)
    {
        var (prefix, state, template) = (options.Prefix, options.StatePrefix, options.KeyTemplate);
        if (state.Length < 2 || !state.EndsWith('/') || state.StartsWith('/'))
            yield return $"S3__StatePrefix holds '{state}'; it takes a folder such as _longshore/ that ends in a slash.";
        else if (prefix.Length > 0 && new StateKeys(options).IsReserved(prefix))
            yield return $"S3__Prefix holds '{prefix}', which lies in S3__StatePrefix '{state}', where Longshore keeps its own "
                + "records; it takes a folder outside of it.";
        if (prefix.Length > 0 && !prefix.EndsWith('/'))
            yield return $"S3__Prefix holds '{prefix}', which does not end in a slash; write {prefix.TrimEnd('-', '_', '.')}/ "
                + $"for a folder, or S3__KeyTemplate={Begin(prefix)}{template} for keys that begin so.";
        if (KeyTemplate.Check(template) is { } problem)
            yield return $"S3__KeyTemplate holds '{template}'; {problem}.";
        if (BundleKeys.Check(options.BundleTemplate) is { } wrong)
            yield return $"S3__BundleTemplate holds '{options.BundleTemplate}'; {wrong}.";
        else if (state.Length > 1 && !new StateKeys(options).IsReserved(prefix)
            && new StateKeys(options).IsReserved(new BundleKeys(options).PrefixOf("", null, BundleKeys.NoFolder)))
            yield return $"S3__BundleTemplate holds '{options.BundleTemplate}', which lies in S3__StatePrefix '{state}'; it "
                + "takes a folder outside of it.";
    }

    /// <summary>A text as the beginning of names: with a dash after a letter or digit.</summary>
    private static string Begin(string text) => char.IsLetterOrDigit(text[^1]) ? text + '-' : text;
}
