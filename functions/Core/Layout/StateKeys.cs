using System.Security.Cryptography;

namespace Longshore.Core.Layout;

/// <summary>Keys of Longshore's own objects beneath <c>S3:StatePrefix</c>.</summary>
public sealed class StateKeys(S3Options options)
{
    /// <summary>Much larger than any real count of attempts at one batch.</summary>
    private const int MostAttempts = 1_000_000;

    /// <summary>Hexadecimal digits of a SHA-256.</summary>
    private const int HashLength = 64;

    private const string Compressed = ".gz";
    private const string Json = ".json";
    private const string Begun = ".begun.json";

    private readonly string _plainRoot = Plain(options.StatePrefix);

    /// <summary>The folder of Longshore's own objects; no file of the volume is put beneath it.</summary>
    public string Root { get; } = options.StatePrefix;

    public string Receipts(string batch) => $"{Root}receipts/{batch}/";

    public string Receipt(string batch, int attempt) => $"{Receipts(batch)}{attempt}.json{Compressed}";

    /// <summary>The list of a large batch.</summary>
    /// <param name="name">SHA-256 of the list, as 64 lower-case hexadecimal digits.</param>
    public string Batch(string name) => $"{Root}batches/{name}.json{Compressed}";

    public string Cleanups(string batch) => $"{Root}cleanups/{batch}/";

    public string Cleanup(string batch, int number) => $"{Cleanups(batch)}{number}.json";

    public string CleanupBegun(string batch, int number) => $"{Cleanups(batch)}{number}{Begun}";

    /// <summary>The folder of the notes of multipart uploads.</summary>
    public string Uploads => $"{Root}uploads/";

    public string Upload(string key) => $"{Uploads}{Hash(key)}.json";

    /// <summary>One object per scan, ordered by time: <c>scans/{yyyy}/{MM}/{dd}/{HHmmss}-{id}.json</c>.</summary>
    /// <param name="number">Above 1 for further records of the same scan in the same second.</param>
    public string Scan(DateTimeOffset moment, string id, int number = 1) => FormattableString.Invariant(
        $"{Root}scans/{moment:yyyy'/'MM'/'dd'/'HHmmss}-{Hash(number == 1 ? id : $"{id}\n{number}")[..16]}.json");

    /// <summary>
    /// With these keys ship asks whether the records of scan, receipts and cleanups may be written. No record has such a key.
    /// </summary>
    public IReadOnlyList<string> PermissionProbes { get; } =
        [.. new[] { "scans", "receipts", "cleanups" }.Select(folder => $"{options.StatePrefix}{folder}/permission")];

    /// <summary>Whether a store that took a write meant to be refused may have left this object. Readers skip it.</summary>
    public bool IsPermissionProbe(string key) => PermissionProbes.Contains(key);

    public string DeadLetter(DateTimeOffset moment, string source, string id, string? time) =>
        FormattableString.Invariant($"{Root}deadletters/{moment:yyyy'/'MM'/'dd}/{Hash($"{source}\n{id}\n{time}")}.json");

    /// <summary>
    /// Whether a file's key would be among Longshore's own objects. Some stores simplify keys as if they were paths.
    /// </summary>
    public bool IsReserved(string key) => key.StartsWith(Root, StringComparison.Ordinal)
        || (IsOdd(key) && Plain(key).StartsWith(_plainRoot, StringComparison.Ordinal));

    /// <summary>
    /// Reads the key of a receipt: <c>{root}receipts/{batch}/{n}.json.gz</c>, or without <c>.gz</c> as the first schema has it.
    /// </summary>
    public bool TryReadReceiptKey(string key, out string batch, out int attempt)
    {
        var plain = IsCompressed(key) ? key[..^Compressed.Length] : key;
        return TryRead(plain, Root + "receipts/", Json, out batch, out attempt) && plain + Compressed == Receipt(batch, attempt);
    }

    /// <summary>Reads the key of a large batch's list.</summary>
    public bool TryReadBatchKey(string key, out string name)
    {
        var start = $"{Root}batches/".Length;
        name = key.Length < start + HashLength ? "" : key.Substring(start, HashLength);
        return name.Length > 0 && name.All(char.IsAsciiHexDigitLower) && key == Batch(name);
    }

    /// <summary>Whether a record's key says that it is compressed with gzip.</summary>
    public static bool IsCompressed(string key) => key.EndsWith(Compressed, StringComparison.Ordinal);

    /// <summary>
    /// Reads the key of a cleanup's record: <c>{root}cleanups/{batch}/{n}.json</c> or
    /// <c>{root}cleanups/{batch}/{n}.begun.json</c>.
    /// </summary>
    public bool TryReadCleanupKey(string key, out string batch, out int number, out bool isBegun)
    {
        isBegun = key.EndsWith(Begun, StringComparison.Ordinal);
        return TryRead(key, Root + "cleanups/", isBegun ? Begun : Json, out batch, out number)
            && key == (isBegun ? CleanupBegun(batch, number) : Cleanup(batch, number));
    }

    private static bool TryRead(string key, string folder, string ending, out string batch, out int number)
    {
        (batch, number) = ("", 0);
        if (!key.StartsWith(folder, StringComparison.Ordinal) || !key.EndsWith(ending, StringComparison.Ordinal)
            || key.Length < folder.Length + ending.Length
            || key[folder.Length..^ending.Length].Split('/') is not [var first, var second] || !BatchIds.IsBatchId(first)
            || !int.TryParse(second, out number) || number is < 1 or > MostAttempts)
            return false;
        batch = first;
        return true;
    }

    private static bool IsOdd(string key) =>
        key.StartsWith('/') || key.StartsWith('.') || key.Contains("//", StringComparison.Ordinal)
            || key.Contains("/.", StringComparison.Ordinal);

    /// <summary>A key without empty, <c>.</c> and <c>..</c> parts.</summary>
    private static string Plain(string key)
    {
        var parts = new List<string>();
        foreach (var part in key.Split('/'))
        {
            if (part == "..")
                parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            else if (part is not ("" or "."))
                parts.Add(part);
        }

        return string.Join('/', parts) + '/';
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
