using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Longshore.Benchmarks.Sink;

/// <summary>
/// S3 and STS with no signature check; buckets exist once they are named. Beneath <c>/-/</c> it is told what to do.
/// </summary>
/// <param name="delay">Time before every answer.</param>
internal sealed class SinkService(TimeSpan delay)
{
    private static readonly ManualResetEvent Never = new(false);
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Counters _counters = new();
    private TimeSpan _delay = delay;

    /// <summary>Reads the body and writes the answer into the exchange.</summary>
    public void Handle(Exchange exchange)
    {
        try
        {
            Target.Split(exchange.Head.Path, out var bucket, out var key);
            if (bucket.SequenceEqual("-"u8))
            {
                Control(exchange, Encoding.ASCII.GetString(key));
                return;
            }

            var name = Encoding.ASCII.GetString(bucket);
            var operation = Serve(exchange, name, Target.Decode(key));
            exchange.Body.Discard();
            _counters.Add(operation);
        }
        catch (SinkException refused)
        {
            exchange.Body.Discard();
            _counters.Refuse();
            exchange.Answer.Begin(
                Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{refused.Status} {refused.Code}")))
                .EndXml($"<Error><Code>{refused.Code}</Code><Message>{refused.Message}</Message></Error>");
        }

        if (_delay > TimeSpan.Zero)
            Never.WaitOne(_delay);
    }

    private Operation Serve(Exchange exchange, string name, byte[] key)
    {
        var method = exchange.Head.Method;
        if (name.Length == 0)
            return Sts.Answer(exchange);
        var bucket = _buckets.GetOrAdd(name, static _ => new Bucket());
        if (key.Length == 0)
            return BucketOperations.Answer(exchange, bucket, name);
        if (Target.Has(exchange.Head.Query, "uploadId"u8) || Target.Has(exchange.Head.Query, "uploads"u8))
            return Multipart(exchange, bucket, name, key);
        switch (method)
        {
            case [(byte)'P', (byte)'U', (byte)'T']:
                ObjectOperations.Put(exchange, bucket, key);
                return Operation.PutObject;
            case [(byte)'G', ..]:
                ObjectOperations.Get(exchange, bucket, key);
                return Operation.GetObject;
            case [(byte)'H', ..]:
                ObjectOperations.Head(exchange, bucket, key);
                return Operation.HeadObject;
            case [(byte)'D', ..]:
                ObjectOperations.Delete(exchange, bucket, key);
                return Operation.DeleteObject;
            default:
                throw new SinkException(501, "NotImplemented", "The sink does not know this request.");
        }
    }

    private static Operation Multipart(Exchange exchange, Bucket bucket, string name, byte[] key)
    {
        switch (exchange.Head.Method)
        {
            case [(byte)'P', (byte)'U', ..]:
                UploadOperations.PutPart(exchange, bucket);
                return Operation.UploadPart;
            case [(byte)'P', ..] when Target.Has(exchange.Head.Query, "uploads"u8):
                UploadOperations.Create(exchange, bucket, name, key);
                return Operation.CreateMultipartUpload;
            case [(byte)'P', ..]:
                UploadOperations.Complete(exchange, bucket, name);
                return Operation.CompleteMultipartUpload;
            case [(byte)'D', ..]:
                UploadOperations.Abort(exchange, bucket);
                return Operation.AbortMultipartUpload;
            default:
                UploadOperations.ListParts(exchange, bucket, name);
                return Operation.ListParts;
        }
    }

    /// <summary>
    /// <c>GET /-/counters?bucket=</c>, <c>POST /-/reset</c>, <c>POST /-/empty?bucket=</c>, <c>POST /-/delay?ms=</c>.
    /// </summary>
    private void Control(Exchange exchange, string command)
    {
        var query = exchange.Head.Query;
        switch (command)
        {
            case "counters":
                break;
            case "reset":
                _counters.Reset();
                break;
            case "empty":
                if (_buckets.TryGetValue(Target.Text(query, "bucket"u8), out var bucket))
                    bucket.Clear();
                GC.Collect();
                break;
            case "delay":
                _delay = TimeSpan.FromMilliseconds(Target.Number(query, "ms"u8, 0));
                break;
            default:
                throw new SinkException(404, "NotFound",
                    "The sink takes /-/counters?bucket=, /-/reset, /-/empty?bucket= and /-/delay?ms=.");
        }

        var (objects, bytes) = _buckets.TryGetValue(Target.Text(query, "bucket"u8), out var asked) ? asked.Totals() : default;
        exchange.Answer.Begin("200 OK"u8).End(
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"{_counters.Snapshot()}objects {objects}\nbytes {bytes}\n")), "text/plain"u8);
    }
}
