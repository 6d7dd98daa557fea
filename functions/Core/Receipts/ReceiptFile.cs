namespace Longshore.Core.Receipts;

/// <summary>A receipt as bytes: JSON, with gzip if its key ends in <c>.gz</c>.</summary>
internal static class ReceiptFile
{
    /// <summary>The schema that a key demands.</summary>
    public static string SchemaOf(string key) => StateKeys.IsCompressed(key) ? Receipt.CurrentSchema : Receipt.FirstSchema;

    /// <summary>In the current schema.</summary>
    public static byte[] Write(Receipt receipt) =>
        RecordFiles.Compress(JsonSerializer.SerializeToUtf8Bytes(receipt, ReceiptJson.Default.Receipt));

    /// <summary>Null if the JSON is <c>null</c>.</summary>
    /// <param name="most">The most decompressed bytes.</param>
    /// <exception cref="JsonException">The JSON is no receipt.</exception>
    /// <exception cref="InvalidDataException">See <see cref="RecordFiles.Decompress"/>.</exception>
    public static Receipt? Read(string key, byte[] body, int most) => StateKeys.IsCompressed(key)
        ? RecordFiles.Decompress(body, most, static plain => RecordJson.Read(plain, ReceiptJson.Default.Receipt))
        : RecordJson.Read(body, ReceiptJson.Default.Receipt);
}
