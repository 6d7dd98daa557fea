namespace Longshore.Sandbox.S3.Store;

/// <summary>Collects a body as it arrives. Up to 1 MiB it is one exact array; beyond that, segments of 1 MiB.</summary>
/// <param name="expected">Bytes announced by the client; more than that is refused by the caller, not here.</param>
internal sealed class BodyBuilder(long expected)
{
    private const int SegmentBytes = 1 << 20;
    private readonly List<ReadOnlyMemory<byte>> _full = [];
    private byte[]? _current;
    private int _used;

    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            _current ??= GC.AllocateUninitializedArray<byte>((int)Math.Clamp(expected - Length, 1, SegmentBytes));
            var take = Math.Min(bytes.Length, _current.Length - _used);
            bytes[..take].CopyTo(_current.AsSpan(_used));
            bytes = bytes[take..];
            _used += take;
            Length += take;
            if (_used == _current.Length)
                Seal();
        }
    }

    public Body Build()
    {
        if (_current is not null)
            Seal();
        return _full.Count == 0 ? Body.Empty : new Body(_full);
    }

    private void Seal()
    {
        _full.Add(_current.AsMemory(0, _used));
        _current = null;
        _used = 0;
    }
}
