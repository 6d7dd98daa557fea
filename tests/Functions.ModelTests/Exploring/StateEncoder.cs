using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Longshore.ModelTests.Exploring;

/// <summary>
/// Writes a state as numbers, so that states that differ only in names are the same: contents and inodes are numbered in the
/// order in which they appear, and of moments only their order counts, and which of them are long ago.
/// </summary>
internal sealed class StateEncoder
{
    /// <summary>From this difference on a moment is long ago for the other.</summary>
    public const int Long = 500;

    private const int AfterLong = 64;

    private readonly List<short> _symbols = [];
    private readonly List<(int At, int Moment)> _moments = [];
    private readonly Dictionary<(int Kind, int Value), short> _labels = [];

    public void Clear()
    {
        _symbols.Clear();
        _moments.Clear();
        _labels.Clear();
    }

    public StateEncoder Add(int number)
    {
        _symbols.Add((short)number);
        return this;
    }

    public StateEncoder Add(bool flag) => Add(flag ? 1 : 0);

    public StateEncoder Add<TEnum>(TEnum value)
        where TEnum : struct, Enum => Add(Convert.ToInt32(value, null));

    /// <summary>A name without a meaning of its own; 0 stays 0.</summary>
    /// <param name="kind">Names of different kinds are counted apart.</param>
    public StateEncoder Label(int kind, int value) => Add(LabelOf(kind, value));

    /// <summary>The labels of a set, whose order has no meaning.</summary>
    public StateEncoder Labels(int kind, IEnumerable<int> values)
    {
        var labels = values.Select(value => LabelOf(kind, value)).Order().ToArray();
        Add(labels.Length);
        foreach (var label in labels)
            Add(label);
        return this;
    }

    public StateEncoder Moment(int moment)
    {
        _moments.Add((_symbols.Count, moment));
        _symbols.Add(0);
        return this;
    }

    /// <summary>Ends the writing.</summary>
    public ReadOnlySpan<short> End()
    {
        _moments.Sort(static (one, other) => one.Moment.CompareTo(other.Moment));
        var rank = 0;
        for (var index = 0; index < _moments.Count; index++)
        {
            var gap = index == 0 ? 0 : _moments[index].Moment - _moments[index - 1].Moment;
            rank += gap >= Long ? AfterLong : Math.Min(gap, 1);
            _symbols[_moments[index].At] = (short)rank;
        }

        return CollectionsMarshal.AsSpan(_symbols);
    }

    /// <summary>A number for the code. Of a billion states the chance that two share one is below 10^-20.</summary>
    public static UInt128 Hash(ReadOnlySpan<short> symbols)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(symbols), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    /// <summary>A number for a small state, of its text.</summary>
    public static UInt128 Hash(object state) => Hash(MemoryMarshal.Cast<char, short>(state.ToString()));

    private short LabelOf(int kind, int value)
    {
        if (value == 0)
            return 0;
        if (!_labels.TryGetValue((kind, value), out var label))
            _labels[(kind, value)] = label = (short)(_labels.Count + 1);
        return label;
    }
}
