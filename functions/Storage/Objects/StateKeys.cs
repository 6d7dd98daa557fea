using System.Security.Cryptography;
using System.Text;

namespace Longshore.Storage.Objects;

/// <summary>Keys of Longshore's own objects beneath <c>S3:StatePrefix</c>.</summary>
internal sealed class StateKeys(S3Options options)
{
    /// <summary>Far above any honest count of attempts at one batch.</summary>
    private const int MostAttempts = 1_000_000;

    /// <summary>The folder beneath which no file of the volume is ever put.</summary>
    public string Root { get; } = options.StatePrefix;

    /// <summary>Where the store is probed.</summary>
    public string Probe => $"{Root}probe/";

    public string Receipts(string batch) => $"{Root}receipts/{batch}/";

    public string Receipt(string batch, int attempt) => $"{Receipts(batch)}{attempt}.json";

    public string Cleanups(string batch) => $"{Root}cleanups/{batch}/";

    public string Cleanup(string batch, int number) => $"{Cleanups(batch)}{number}.json";

    /// <summary>Where the notes of multipart uploads lie.</summary>
    public string Uploads => $"{Root}uploads/";

    public string Upload(string key) => $"{Uploads}{Hash(key)}.json";

    /// <summary>One object per scan, ordered by time: <c>scans/{yyyy}/{MM}/{dd}/{HHmmss}-{id}.json</c>.</summary>
    public string Scan(DateTimeOffset moment, string id) =>
        FormattableString.Invariant($"{Root}scans/{moment:yyyy'/'MM'/'dd'/'HHmmss}-{Hash(id)[..16]}.json");

    public string DeadLetter(DateTimeOffset moment, string source, string id, string? time) =>
        FormattableString.Invariant($"{Root}deadletters/{moment:yyyy'/'MM'/'dd}/{Hash($"{source}\n{id}\n{time}")}.json");

    /// <summary>Whether a file's key would land among Longshore's own objects.</summary>
    public bool IsReserved(string key) => key.StartsWith(Root, StringComparison.Ordinal);

    /// <summary>Whether an object is a receipt, and of which batch: <c>{root}receipts/{batch}/{n}.json</c> and nothing else.</summary>
    public bool TryReadReceiptKey(string key, out string batch, out int attempt)
    {
        batch = "";
        attempt = 0;
        var folder = Root + "receipts/";
        if (!key.StartsWith(folder, StringComparison.Ordinal) || !key.EndsWith(".json", StringComparison.Ordinal))
            return false;
        var parts = key[folder.Length..^".json".Length].Split('/');
        if (parts.Length != 2 || !BatchIds.IsBatchId(parts[0]) || !int.TryParse(parts[1], out attempt) || attempt is < 1 or > MostAttempts)
            return false;
        batch = parts[0];
        return key == Receipt(batch, attempt);
    }

    /// <summary>The number of a cleanup's outcome: <c>{root}cleanups/{batch}/{n}.json</c> and nothing else.</summary>
    public bool TryReadCleanupNumber(string key, string batch, out int number)
    {
        var folder = Cleanups(batch);
        number = 0;
        return key.StartsWith(folder, StringComparison.Ordinal) && key.EndsWith(".json", StringComparison.Ordinal)
            && int.TryParse(key.AsSpan()[folder.Length..^".json".Length], out number) && number is >= 1 and <= MostAttempts && key == Cleanup(batch, number);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
