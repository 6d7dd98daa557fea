using System.Globalization;
using System.Security;
using System.Text;

namespace Longshore.Benchmarks.Sink;

/// <summary>ListObjectsV2 from memory. Source: Amazon S3 API, ListObjectsV2.</summary>
internal sealed class Listing
{
    public const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
    private const int MostKeys = 1000;

    private readonly Bucket _bucket;
    private readonly byte[] _prefix;
    private readonly byte[] _delimiter;
    private readonly bool _encoded;
    private readonly int _most;
    private readonly StringBuilder _contents = new();
    private readonly StringBuilder _prefixes = new();
    private byte[] _from;
    private int _count;

    private Listing(Bucket bucket, ReadOnlySpan<byte> query)
    {
        _bucket = bucket;
        _prefix = Target.Value(query, "prefix"u8);
        _delimiter = Target.Value(query, "delimiter"u8);
        _encoded = Target.Value(query, "encoding-type"u8).AsSpan().SequenceEqual("url"u8);
        _most = Math.Min(MostKeys, Target.Number(query, "max-keys"u8, MostKeys));
        var after = Target.Value(query, "start-after"u8);
        // A key right after another is that key and a zero byte.
        _from = Target.Text(query, "continuation-token"u8) is { Length: > 0 } token
            ? Convert.FromBase64String(token)
            : after.Length > 0 ? [.. after, 0] : [];
        if (_from.AsSpan().SequenceCompareTo(_prefix) < 0)
            _from = _prefix;
    }

    public static void Answer(Exchange exchange, Bucket bucket, string name)
    {
        if (!Target.Value(exchange.Head.Query, "list-type"u8).AsSpan().SequenceEqual("2"u8))
            throw new SinkException(501, "NotImplemented", "The sink lists by ListObjectsV2 alone.");
        exchange.Answer.Begin("200 OK"u8).EndXml(new Listing(bucket, exchange.Head.Query).Run(name));
    }

    public static string Escape(byte[] text) => SecurityElement.Escape(Encoding.UTF8.GetString(text));

    private string Run(string name)
    {
        var more = Collect();
        var next = more ? $"<NextContinuationToken>{Convert.ToBase64String(_from)}</NextContinuationToken>" : "";
        var encoding = _encoded ? "<EncodingType>url</EncodingType>" : "";
        return "<ListBucketResult "
            + $"xmlns=\"{Namespace}\"><Name>{name}</Name><Prefix>{Text(_prefix)}</Prefix><KeyCount>{_count}</KeyCount>"
            + $"<MaxKeys>{_most}</MaxKeys>"
            + $"{encoding}<IsTruncated>{(more ? "true" : "false")}</IsTruncated>{next}{_contents}{_prefixes}</ListBucketResult>";
    }

    /// <returns>Whether there is more from <see cref="_from"/> on.</returns>
    private bool Collect()
    {
        while (true)
        {
            var page = _bucket.From(_from, _prefix, _most - _count + 1);
            var skipped = false;
            foreach (var item in page)
            {
                if (_count == _most)
                {
                    _from = item.Key;
                    return true;
                }

                _count++;
                if (Common(item.Key) is { } common)
                {
                    skipped = true;
                    _prefixes.Append("<CommonPrefixes><Prefix>").Append(Text(common)).Append("</Prefix></CommonPrefixes>");
                    _from = [.. common, 0xFF];
                    break;
                }

                Add(item);
            }

            if (!skipped)
                return false;
        }
    }

    private byte[]? Common(byte[] key)
    {
        if (_delimiter.Length == 0)
            return null;
        var found = key.AsSpan(_prefix.Length).IndexOf(_delimiter);
        return found < 0 ? null : key[..(_prefix.Length + found + _delimiter.Length)];
    }

    private void Add(SinkObject item)
    {
        _contents.Append("<Contents><Key>").Append(Text(item.Key)).Append("</Key><LastModified>");
        _contents.Append(item.Modified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        _contents.Append("</LastModified><ETag>&quot;").Append(Encoding.ASCII.GetString(item.ETag)).Append("&quot;</ETag><Size>")
            .Append(item.Size);
        _contents.Append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }

    private string Text(byte[] text) => _encoded
        ? Uri.EscapeDataString(Encoding.UTF8.GetString(text)).Replace("%2F", "/", StringComparison.Ordinal) : Escape(text);
}
