using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Longshore.Settings;

/// <summary>
/// A moment in whole nanoseconds since 1970-01-01T00:00:00Z, as <c>statx</c> reports it. Finer than
/// <see cref="DateTimeOffset"/> (100 ns), so that two states of a file are never equal by rounding.
/// </summary>
/// <param name="UnixNanoseconds">Nanoseconds since the Unix epoch; years 1678 to 2262.</param>
[JsonConverter(typeof(TimestampJsonConverter))]
public readonly record struct Timestamp(long UnixNanoseconds) : IComparable<Timestamp>
{
    private const long PerSecond = 1_000_000_000;
    internal const int LongestText = 30;

    /// <summary>Nine digits of a fraction and an offset.</summary>
    private const int MostText = 35;

    /// <summary>The bounds of what can be written and read as text; what lies beyond is taken for them.</summary>
    public static Timestamp Earliest { get; } = new(((long.MinValue / PerSecond) + 1) * PerSecond);

    public static Timestamp Latest { get; } = new(((long.MaxValue / PerSecond) - 1) * PerSecond);

    public static Timestamp FromUnix(long seconds, uint nanoseconds) => new(checked((seconds * PerSecond) + nanoseconds));

    /// <summary>A moment beyond the bounds, as a record may name it, becomes the nearest within.</summary>
    public static Timestamp From(DateTimeOffset moment) =>
        new(Math.Clamp((moment - DateTimeOffset.UnixEpoch).Ticks, Earliest.UnixNanoseconds / 100,
            Latest.UnixNanoseconds / 100) * 100);

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(Math.DivRem(UnixNanoseconds, 100).Quotient);

    /// <summary>RFC 3339 in UTC with nine fractional digits, of which trailing zeros are left out.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[LongestText];
        return new string(text[..Format(text)]);
    }

    /// <summary>Writes what <see cref="ToString"/> gives; a receipt of a thousand files holds two thousand of them.</summary>
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
            for (var digit = PerSecond / 10; fraction != 0; digit /= 10)
            {
                text[length++] = (char)('0' + (fraction / digit));
                fraction %= digit;
            }
        }

        text[length++] = 'Z';
        return length;
    }

    /// <summary>Reads RFC 3339 with up to nine fractional digits and any offset.</summary>
    /// <returns>False if the text is not such a moment or lies outside the range.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Timestamp value)
    {
        value = default;
        if (text.Length is < 20 or > MostText)
            return false;
        var end = text.Length > 19 && text[19] == '.' ? 20 : 19;
        var fraction = 0L;
        if (end == 20)
        {
            var digits = 0;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                fraction = (fraction * 10) + (text[end++] - '0');
                digits++;
            }

            if (digits is 0 or > 9)
                return false;
            for (; digits < 9; digits++)
                fraction *= 10;
        }

        Span<char> unfractioned = stackalloc char[MostText];
        var length = text[..19].ToUpperInvariant(unfractioned) + text[end..].ToUpperInvariant(unfractioned[19..]);
        if (!DateTimeOffset.TryParseExact(unfractioned[..length],
                "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var whole)
            || end >= text.Length)
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

    /// <summary>A moment beyond <see cref="Earliest"/> and <see cref="Latest"/> becomes the nearest within.</summary>
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
    /// <summary>Of a moment with every character escaped.</summary>
    private const int MostUnits = 256;

    public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryRead(ref reader, out var value)
            ? value
            : throw new JsonException("A moment must be an RFC 3339 string such as 2026-11-22T10:00:00Z.");

    /// <summary>Without a string for it: a receipt holds thousands.</summary>
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
