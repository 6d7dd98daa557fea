using System.Collections;

namespace Longshore.Generators;

/// <summary>A list that compares by its items, so that the incremental pipeline sees whether anything has changed.</summary>
internal sealed class Sequence<T>(IEnumerable<T> items) : IEquatable<Sequence<T>>, IReadOnlyList<T> where T : IEquatable<T>
{
    private readonly T[] _items = [.. items];

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public bool Equals(Sequence<T>? other) => other is not null && _items.SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as Sequence<T>);

    public override int GetHashCode() => _items.Aggregate(17, (hash, item) => unchecked((hash * 31) + item.GetHashCode()));

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
