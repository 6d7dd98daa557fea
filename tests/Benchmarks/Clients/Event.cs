using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Longshore.Benchmarks.Clients;

/// <summary>A CloudEvent in binary mode, as it came or is to go: its headers and its data.</summary>
internal sealed record Event(IReadOnlyDictionary<string, string> Headers, byte[] Data)
{
    private static int _sent;

    public string Type => Headers.GetValueOrDefault("ce-type", "");

    /// <summary>A member of the data that is a number; 0 if it is not there.</summary>
    public long Number(string name)
    {
        using var data = JsonDocument.Parse(Data);
        return data.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetInt64() : 0;
    }

    public static Event New(string type, string data) => new(new Dictionary<string, string>
    {
        ["ce-specversion"] = "1.0",
        ["ce-type"] = type,
        ["ce-source"] = "/bench",
        ["ce-id"] = $"{Environment.ProcessId}-{Interlocked.Increment(ref _sent)}",
        ["content-type"] = "application/json",
    }, Encoding.UTF8.GetBytes(data));

    /// <returns>The reply; null if the answer is 202.</returns>
    /// <exception cref="InvalidOperationException">The answer is no success.</exception>
    public async Task<Event?> PostAsync(HttpClient http, Uri to, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(Data);
        foreach (var (name, value) in Headers)
        {
            if (name == "content-type")
                content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else
                content.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.PostAsync(to, content, cancellation);
        var data = await answer.Content.ReadAsByteArrayAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(
                $"{to} answered {(int)answer.StatusCode} to a {Type} event: {Encoding.UTF8.GetString(data)}");
        return data.Length == 0 ? null : new Event(answer.Headers.Concat(answer.Content.Headers)
            .Where(static header => header.Key.StartsWith("ce-", StringComparison.OrdinalIgnoreCase)
                || header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(static header => header.Key.ToLowerInvariant(), static header => string.Join(",", header.Value)), data);
    }
}
