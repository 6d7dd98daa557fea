using System.Buffers.Binary;

namespace Longshore.Sandbox.S3.Store;

/// <summary>
/// CRC-64/NVME: polynomial 0xAD93D23594C93659, reflected, all ones in and out (NVM Express NVM Command Set, 5.2.1.3.4).
/// The check value of the ASCII digits 1 to 9 is 0xAE8B14860A799888.
/// </summary>
internal static class Crc64Nvme
{
    private const ulong Reflected = 0x9A6C9329AC4BC9B5;
    private static readonly ulong[] Tables = BuildTables();

    /// <summary>Feeds bytes; the running value starts at and is finished by <see cref="ulong.MaxValue"/>.</summary>
    public static ulong Update(ulong running, ReadOnlySpan<byte> bytes)
    {
        var tables = Tables.AsSpan();
        while (bytes.Length >= 8)
        {
            var x = running ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            running = tables[(7 * 256) + (int)(x & 0xFF)]
                ^ tables[(6 * 256) + (int)((x >> 8) & 0xFF)]
                ^ tables[(5 * 256) + (int)((x >> 16) & 0xFF)]
                ^ tables[(4 * 256) + (int)((x >> 24) & 0xFF)]
                ^ tables[(3 * 256) + (int)((x >> 32) & 0xFF)]
                ^ tables[(2 * 256) + (int)((x >> 40) & 0xFF)]
                ^ tables[256 + (int)((x >> 48) & 0xFF)]
                ^ tables[(int)(x >> 56)];
            bytes = bytes[8..];
        }
        foreach (var b in bytes)
            running = tables[(int)((running ^ b) & 0xFF)] ^ (running >> 8);
        return running;
    }

    private static ulong[] BuildTables()
    {
        var tables = new ulong[8 * 256];
        for (var i = 0; i < 256; i++)
        {
            var value = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ Reflected : value >> 1;
            tables[i] = value;
        }
        for (var i = 256; i < tables.Length; i++)
            tables[i] = tables[(int)(tables[i - 256] & 0xFF)] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
