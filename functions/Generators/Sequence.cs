using System.Collections;

namespace Longshore.Generators;

/// <summary>A list that compares by its items, so that the incremental pipeline sees whether anything has changed.</summary>
internal sealed class Sequence<T>(IEnumerable<T> items) : IEquatable<Sequence<T>>, IReadOnlyList<T> where T : IEquatable<T>
{
    private readonly T[] items = [.. items];

    public int Count => items.Length;

    public T this[int index] => items[index];

    public bool Equals(Sequence<T>? other) => other is not null && items.SequenceEqual(other.items);

    public override bool Equals(object? obj) => Equals(obj as Sequence<T>);

    public override int GetHashCode() => items.Aggregate(17, (hash, item) => unchecked((hash * 31) + item.GetHashCode()));

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}
