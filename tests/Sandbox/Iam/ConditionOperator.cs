using System.Globalization;

namespace Longshore.Sandbox.Iam;

/// <summary>One comparison of IAM ("Condition operators"): how a request's value meets a policy's value.</summary>
/// <param name="Negated">Holds if no value of the policy matches; also where the key is absent.</param>
/// <param name="Matches">The request's value, the policy's value.</param>
/// <param name="IsValid">Whether the policy's value can be of this type at all.</param>
internal sealed record ConditionOperator(
    string Name,
    bool Negated,
    Func<string, PolicyPattern, Func<string, IReadOnlyList<string>?>, bool> Matches,
    Func<string, bool> IsValid)
{
    /// <summary>Every operator the sandbox knows, by name without set prefix and without IfExists. Others are refused.</summary>
    public static readonly IReadOnlyDictionary<string, ConditionOperator> Known = Build();

    public static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An ISO 8601 time or seconds since 1970.</summary>
    public static DateTimeOffset? Date(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date : null;
    }

    private static Dictionary<string, ConditionOperator> Build()
    {
        var known = new Dictionary<string, ConditionOperator>(StringComparer.Ordinal);
        AddPair("StringEquals", "StringNotEquals", (value, policy, of) => policy.Matches(value, of, wildcards: false), _ => true);
        AddPair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
            (value, policy, of) => policy.Matches(value, of, ignoreCase: true, wildcards: false), _ => true);
        AddPair("StringLike", "StringNotLike", (value, policy, of) => policy.Matches(value, of), _ => true);
        AddPair("ArnEquals", "ArnNotEquals", (value, policy, of) => policy.Matches(value, of), Arn.IsPattern);
        AddPair("ArnLike", "ArnNotLike", (value, policy, of) => policy.Matches(value, of), Arn.IsPattern);
        Add("Bool", false, (value, policy, _) => value.Equals(policy.Text, StringComparison.OrdinalIgnoreCase), IsBool);
        AddOrder("Numeric", Number);
        AddOrder("Date", Date);
        return known;

        void Add(string name, bool negated, Func<string, PolicyPattern, Func<string, IReadOnlyList<string>?>, bool> matches,
            Func<string, bool> isValid) => known.Add(name, new ConditionOperator(name, negated, matches, isValid));

        void AddPair(string name, string opposite,
            Func<string, PolicyPattern, Func<string, IReadOnlyList<string>?>, bool> matches,
            Func<string, bool> isValid)
        {
            Add(name, false, matches, isValid);
            Add(opposite, true, matches, isValid);
        }

        void AddOrder<T>(string type, Func<string, T?> read) where T : struct, IComparable<T>
        {
            bool Compare(string value, PolicyPattern policy, Func<int, bool> holds) =>
                read(value) is { } left && read(policy.Text) is { } right && holds(left.CompareTo(right));
            bool IsValid(string text) => read(text) is not null;
            AddPair(type + "Equals", type + "NotEquals",
                (value, policy, _) => Compare(value, policy, order => order == 0), IsValid);
            Add(type + "LessThan", false, (value, policy, _) => Compare(value, policy, order => order < 0), IsValid);
            Add(type + "LessThanEquals", false, (value, policy, _) => Compare(value, policy, order => order <= 0), IsValid);
            Add(type + "GreaterThan", false, (value, policy, _) => Compare(value, policy, order => order > 0), IsValid);
            Add(type + "GreaterThanEquals", false, (value, policy, _) => Compare(value, policy, order => order >= 0), IsValid);
        }
    }

    public static bool IsBool(string text) => text is "true" or "false";
}
