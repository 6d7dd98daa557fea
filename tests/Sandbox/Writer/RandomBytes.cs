using System.Runtime.InteropServices;

namespace Longshore.Sandbox.Writer;

/// <summary>A reproducible stream of bytes that no store can compress or deduplicate: the SplitMix64 sequence.</summary>
internal struct RandomBytes(ulong seed)
{
    private ulong _state = seed;

    /// <summary>
    /// Fills a buffer; the stream goes on from call to call as long as all lengths but the last are multiples of 8.
    /// </summary>
    public void Fill(Span<byte> buffer)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(buffer);
        for (var i = 0; i < words.Length; i++)
            words[i] = Next();
        var rest = buffer[(words.Length * sizeof(ulong))..];
        if (rest.IsEmpty)
            return;
        var last = Next();
        MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in last))[..rest.Length].CopyTo(rest);
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
