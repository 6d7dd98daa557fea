using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Longshore.Settings;

/// <summary>
/// A moment in whole nanoseconds since 1970-01-01T00:00:00Z, as <c>statx</c> gives it. <see cref="DateTimeOffset"/> has 100 ns,
/// so with it two states of a file could be equal by rounding.
/// </summary>
/// <param name="UnixNanoseconds">Nanoseconds since the Unix epoch; years 1678 to 2262.</param>
[JsonConverter(typeof(TimestampJsonConverter))]
public readonly record struct Timestamp(long UnixNanoseconds) : IComparable<Timestamp>
{
    private const long PerSecond = 1_000_000_000;
    internal const int LongestText = 30;

    /// <summary>Nine digits of a fraction and an offset.</summary>
    private const int MostText = 35;

    /// <summary>The first moment that can be written and read as text; an earlier one becomes this one.</summary>
    public static Timestamp Earliest { get; } = new(((long.MinValue / PerSecond) + 1) * PerSecond);

    /// <summary>The last moment that can be written and read as text; a later one becomes this one.</summary>
    public static Timestamp Latest { get; } = new(((long.MaxValue / PerSecond) - 1) * PerSecond);

    public static Timestamp FromUnix(long seconds, uint nanoseconds) => new(checked((seconds * PerSecond) + nanoseconds));

    /// <summary>A moment beyond <see cref="Earliest"/> and <see cref="Latest"/> becomes the nearest of them.</summary>
    public static Timestamp From(DateTimeOffset moment) => new(Math.Clamp(
        (moment - DateTimeOffset.UnixEpoch).Ticks, Earliest.UnixNanoseconds / 100, Latest.UnixNanoseconds / 100) * 100);

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(Math.DivRem(UnixNanoseconds, 100).Quotient);

    /// <summary>RFC 3339 in UTC with up to nine fractional digits and no zeros at their end.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[LongestText];
        return new string(text[..Format(text)]);
    }

    /// <summary>
    /// Writes the text of <see cref="ToString"/> without a string: a receipt of a thousand files has two thousand.
    /// </summary>
    /// <param name="text">Room for <see cref="LongestText"/> characters.</param>
    /// <returns>Characters written.</returns>
    internal int Format(Span<char> text)
    {
        var (seconds, fraction) = Math.DivRem(UnixNanoseconds, PerSecond);
        if (fraction < 0)
            (seconds, fraction) = (seconds - 1, fraction + PerSecond);
        DateTimeOffset.FromUnixTimeSeconds(seconds).DateTime.TryFormat(text, out var length, "s", CultureInfo.InvariantCulture);
        if (fraction != 0)
        {
            text[length++] = '.';
            fraction.TryFormat(text[length..], out var digits, "D9", CultureInfo.InvariantCulture);
            length += text.Slice(length, digits).TrimEnd('0').Length;
        }

        text[length++] = 'Z';
        return length;
    }

    /// <summary>Reads RFC 3339 with up to nine fractional digits and any offset.</summary>
    /// <returns>False if the text is not such a moment or is outside the range.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Timestamp value)
    {
        value = default;
        if (text.Length is < 20 or > MostText)
            return false;
        var end = 19;
        var fraction = 0L;
        if (text[end] == '.')
        {
            var digits = text[20..].IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 9)
                return false;
            end = 20 + digits;
            fraction = long.Parse(text[20..end], NumberStyles.None, CultureInfo.InvariantCulture);
            for (; digits < 9; digits++)
                fraction *= 10;
        }

        Span<char> unfractioned = stackalloc char[MostText];
        var length = text[..19].ToUpperInvariant(unfractioned) + text[end..].ToUpperInvariant(unfractioned[19..]);
        if (!DateTimeOffset.TryParseExact(unfractioned[..length],
                "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var whole))
            return false;
        var seconds = whole.ToUnixTimeSeconds();
        if (seconds is < (long.MinValue / PerSecond) + 1 or > (long.MaxValue / PerSecond) - 1)
            return false;
        value = new Timestamp((seconds * PerSecond) + fraction);
        return true;
    }

    public int CompareTo(Timestamp other) => UnixNanoseconds.CompareTo(other.UnixNanoseconds);

    public static TimeSpan operator -(Timestamp left, Timestamp right) =>
        TimeSpan.FromTicks((left.UnixNanoseconds / 100) - (right.UnixNanoseconds / 100));

    /// <summary>A moment beyond <see cref="Earliest"/> and <see cref="Latest"/> becomes the nearest of them.</summary>
    public static Timestamp operator +(Timestamp moment, TimeSpan span) => new((long)Int128.Clamp(
        moment.UnixNanoseconds + ((Int128)span.Ticks * 100), Earliest.UnixNanoseconds, Latest.UnixNanoseconds));

    public static bool operator <(Timestamp left, Timestamp right) => left.UnixNanoseconds < right.UnixNanoseconds;

    public static bool operator >(Timestamp left, Timestamp right) => left.UnixNanoseconds > right.UnixNanoseconds;

    public static bool operator <=(Timestamp left, Timestamp right) => left.UnixNanoseconds <= right.UnixNanoseconds;

    public static bool operator >=(Timestamp left, Timestamp right) => left.UnixNanoseconds >= right.UnixNanoseconds;
}

/// <summary>Writes a <see cref="Timestamp"/> as an RFC 3339 string and reads the same.</summary>
public sealed class TimestampJsonConverter : JsonConverter<Timestamp>
{
    /// <summary>The length of a moment with every character escaped.</summary>
    private const int MostUnits = 256;

    public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryRead(ref reader, out var value)
            ? value
            : throw new JsonException("A moment must be an RFC 3339 string such as 2026-11-22T10:00:00Z.");

    /// <summary>Reads with no string: a receipt holds thousands of moments.</summary>
    private static bool TryRead(ref Utf8JsonReader reader, out Timestamp value)
    {
        value = default;
        Span<char> text = stackalloc char[MostUnits];
        return (reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) <= MostUnits
            && Timestamp.TryParse(text[..reader.CopyString(text)], out value);
    }

    public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[Timestamp.LongestText];
        writer.WriteStringValue(text[..value.Format(text)]);
    }
}
