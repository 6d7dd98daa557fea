using System.Collections;
using System.Runtime.CompilerServices;

namespace Longshore.ModelTests.Exploring;

/// <summary>A short list that never changes and is equal to every other one with the same items.</summary>
[CollectionBuilder(typeof(Row), nameof(Row.Create))]
internal readonly struct Row<T>(T[] items) : IEquatable<Row<T>>, IEnumerable<T>
{
    private static readonly T[] None = [];
    private readonly T[]? _items = items;

    private T[] Items => _items ?? None;

    public int Count => Items.Length;

    public T this[int index] => Items[index];

    public ReadOnlySpan<T> Span => Items;

    public Row<T> Add(T item) => new([.. Items, item]);

    public Row<T> Without(int index) => new([.. Items[..index], .. Items[(index + 1)..]]);

    public Row<T> With(int index, T item)
    {
        var copy = (T[])Items.Clone();
        copy[index] = item;
        return new Row<T>(copy);
    }

    public bool Equals(Row<T> other) => Items.AsSpan().SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is Row<T> other && Equals(other);

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

internal static class Row
{
    public static Row<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
