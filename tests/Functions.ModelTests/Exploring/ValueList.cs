using System.Collections;
using System.Runtime.CompilerServices;

namespace Longshore.ModelTests.Exploring;

/// <summary>A short list that never changes and is equal to every other one with the same items.</summary>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
internal readonly struct ValueList<T>(T[] items) : IEquatable<ValueList<T>>, IEnumerable<T>
{
    private static readonly T[] None = [];
    private readonly T[]? _items = items;

    private T[] Items => _items ?? None;

    public int Count => Items.Length;

    public T this[int index] => Items[index];

    public ReadOnlySpan<T> Span => Items;

    public ValueList<T> Add(T item) => new([.. Items, item]);

    public ValueList<T> Without(int index) => new([.. Items[..index], .. Items[(index + 1)..]]);

    public ValueList<T> With(int index, T item)
    {
        var copy = (T[])Items.Clone();
        copy[index] = item;
        return new ValueList<T>(copy);
    }

    /// <summary>The positions of the items; of equal neighbours only the first.</summary>
    public IEnumerable<int> Positions()
    {
        for (var index = 0; index < Count; index++)
        {
            if (index == 0 || !EqualityComparer<T>.Default.Equals(this[index], this[index - 1]))
                yield return index;
        }
    }

    public bool Equals(ValueList<T> other) => Items.AsSpan().SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is ValueList<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in Items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(' ', Items)}]";

    public IEnumerator<T> GetEnumerator() => Items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal static class ValueList
{
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
