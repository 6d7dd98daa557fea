namespace Longshore.IntegrationTests.OddInputs;

internal static class OddInputTable
{
    private const string Ship = "ship";
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    public static readonly OddInput[] All =
    [
        .. Settings(), .. OfOthers(), .. Arguments(), .. Process(), .. Stores(),
    ];

    private static IEnumerable<OddInput> Settings()
    {
        (string Name, string? Value)[] wrong =
        [
            ("Logging__LogLevel__Default", "bogus"), ("Logging__Console__LogLevel__Microsoft", "loud"), ("Logging", "x"),
            ("Syn__Concurrency", "1"), ("S3_Bucket", "x"), ("S3__Bukket", "x"), ("CLEANUP_DRY_RUN", "true"),
            ("S3__Bucket", ""), ("S3__Bucket", "No Such Bucket"), ("S3__Bucket__0", "x"), ("S3__Prefix", "_longshore/x/"),
            ("S3__Prefix", "no-slash"), ("S3__KeyTemplate", "{oops"), ("S3__RoleArn", "nonsense"),
            ("S3__ServiceUrl", "not a url"), ("S3__ServiceUrl", "http://127.0.0.1:1/"), ("S3__ServiceUrl", "http://[::"),
            ("S3__SessionDuration", "99999999999999999999d"), ("S3__Tags", "a=b=c&&&"),
            ("Schedule__MinAge", "-PT2M"), ("Schedule__MinAge", "1h30"), ("Schedule__BatchBytes", "10XiB"),
            ("Schedule__BatchFiles", "99999999999999999999999"), ("Sync__Concurrency", "many"), ("Host__Deadline", "PT0S"),
            ("Volume__Root", "relative/and/absent"), ("Volume__Root", "/dev/null"), ("Volume__Root", "/proc/self/fd/\u0001"),
            ("Volume__Name", "line\nbreak"), ("Host__Address", "203.0.113.1"), ("Host__Address", "nowhere"),
            ("PORT", "99999999"), ("PORT", "-1"), ("PORT", "tcp://10.0.0.1:80"), ("URLS", "::bogus::"), ("HTTP_PORTS", "x"),
            ("FUNCTIONS", "nonsense"), ("K_SINK", "nonsense"), ("K_CE_OVERRIDES", "{"), ("Host__PrometheusPort", "70000"),
            ("EventAuth__Required", "true"), ("K_EVENT_PATH", "/nowhere"), ("K_EVENT_PATH", "/dev/null"),
        ];
        return wrong.Select(static each => new OddInput($"{each.Name}={each.Value}") { Environment = [each] });
    }

    /// <summary>Variables that libraries and the runtime read.</summary>
    private static IEnumerable<OddInput> OfOthers()
    {
        (string Name, string? Value)[] wrong =
        [
            ("HOME", null), ("HOME", "/nowhere"), ("TMPDIR", "/nowhere"), ("LANG", "xx_XX.bogus"), ("LC_ALL", "\u00ff"),
            ("TZ", "Nowhere/None"), ("TERM", "bogus"), ("COLUMNS", "-5"), ("NO_COLOR", "1"), ("AWS_PROFILE", "absent"),
            ("AWS_REGION", "no region"), ("AWS_REGION", null), ("AWS_ACCESS_KEY_ID", null), ("AWS_SECRET_ACCESS_KEY", "\u00e4"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/"), ("AWS_CONFIG_FILE", "/proc/self/mem"), ("AWS_ENDPOINT_URL", "nonsense"),
            ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1"), ("AWS_MAX_ATTEMPTS", "x"), ("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere"),
            ("HTTP_PROXY", "::::"), ("http_proxy", "http://127.0.0.1:1"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "soon"),
        ];
        return
        [
            .. wrong.Select(static each => new OddInput($"{each.Name}={each.Value ?? "(unset)"}") { Environment = [each] }),
            new("a collector with odd settings")
            {
                Environment =
                [
                    ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("OTEL_METRIC_EXPORT_INTERVAL", "x"),
                    ("OTEL_EXPORTER_OTLP_HEADERS", "=,="), ("OTEL_RESOURCE_ATTRIBUTES", "%%%"), ("OTEL_BSP_MAX_QUEUE_SIZE", "-1"),
                ],
            },
            new("an address of AWS's variables and no region")
            {
                Environment = [("S3__ServiceUrl", null), ("S3__StsUrl", null), ("AWS_REGION", null),
                    ("AWS_ENDPOINT_URL", "http://127.0.0.1:1")],
            },
        ];
    }

    private static OddInput[] Arguments() =>
    [
        new("an empty directory") { Verbs = [Ship, "doctor"], Arguments = [""] },
        new("a directory that is not there") { Verbs = [Ship, "doctor"], Arguments = ["/nowhere"] },
        new("two directories") { Verbs = [Ship, "doctor"], Arguments = ["a", "b"] },
        new("a bucket of no name") { Verbs = [Ship, "doctor"], Arguments = ["s3://"] },
        new("two buckets") { Verbs = [Ship, "doctor"], Arguments = ["s3://a", "s3://b"] },
        new("bytes that are no UTF-8") { Verbs = [Ship, "doctor"], Arguments = ["$'\\xff\\xfe'"] },
        new("a very long argument") { Arguments = [new string('x', 100_000)] },
        new("an unknown option") { Arguments = ["--nonsense=1"] },
        new("an option twice") { Arguments = ["--bucket", "a", "--bucket", "b"] },
        new("an option without its value") { Arguments = ["--bucket"] },
        new("an unbalanced glob") { Verbs = [Ship], Arguments = ["--include", "[a-"] },
        new("a page in a folder that is not there") { Verbs = ["status", "capacity"], Arguments = ["--html", "/nowhere/x.html"] },
        new("a page on a full disk") { Verbs = ["status", "capacity"], Arguments = ["--html", "/dev/full"] },
        new("a price list that is none") { Verbs = ["status", "capacity"], Arguments = ["--prices", "/etc/passwd"] },
        new("a moment beyond time") { Verbs = ["replay", "capacity"], Arguments = ["--since", "99999999d"] },
        new("a rate of too many files")
        {
            Verbs = ["capacity"],
            Arguments = ["--files", "1000000000000", "--bytes", "1000PB", "--per", "1s"],
        },
        new("a folder to measure that is not there") { Verbs = ["capacity"], Arguments = ["--directory", "/nowhere"] },
        new("an event that is a folder") { Verbs = ["job"], Arguments = ["/"] },
    ];

    private static OddInput[] Process() =>
    [
        new("standard output on a full disk") { Redirection = "> /dev/full" },
        new("JSON on a full disk") { Verbs = [Ship, "status", "doctor"], Arguments = ["--json"], Redirection = "> /dev/full" },
        new("help on a full disk") { Arguments = ["--help"], Redirection = "> /dev/full" },
        new("both outputs on a full disk") { Redirection = "> /dev/full 2>&1", IsHeard = false },
        new("standard output closed") { Redirection = ">&-" },
        new("standard error closed") { Redirection = "2>&-", IsHeard = false },
        new("standard input closed") { Redirection = "<&-" },
        new("everything closed") { Redirection = ">&- 2>&- <&-", IsHeard = false },
        new("no file descriptors left") { Before = "ulimit -n 10", IsForPublished = true },
        new("few file descriptors") { Before = "ulimit -n 20", IsForPublished = true },
        new("little address space") { Before = "ulimit -v 1000000", IsForPublished = true },
        new("a page that is larger than a file may be")
        {
            Verbs = ["status", "capacity"],
            Arguments = ["--html", "page.html"],
            Before = "cd $HOME && ulimit -f 0",
            IsForPublished = true,
        },
        new("some address space") { Before = "ulimit -v 8000000" },
        new("no core files, small files") { Before = "ulimit -c 0; ulimit -f 1000", IsForPublished = true },
        new("a small stack") { Before = "ulimit -s 512" },
        new("a working folder that is gone") { Before = "mkdir -p $HOME/gone && cd $HOME/gone && rmdir $HOME/gone" },
        new("a settings file that is no JSON") { SettingsFile = "{ \"S3\": " },
        new("a settings file with a wrong kind") { SettingsFile = "[1, 2]" },
        new("a settings file with a name twice") { SettingsFile = """{"S3":{"Bucket":"a"},"s3":{"bucket":"b"}}""" },
        new("a settings file with a misspelt name") { SettingsFile = """{"Shedule":{"MinAge":"2m"}}""" },
    ];

    /// <summary>A store, or something else at its address.</summary>
    private static OddInput[] Stores() =>
    [
        Store("a chunk of 2^64 - 1 bytes", Ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n<a/>\r\n0\r\n\r\n"),
        Store("a chunk of no number", Ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
        Store("nothing", ""),
        Store("no HTTP", "SSH-2.0-OpenSSH_9.2\r\n"),
        Store("a negative length", Ok + "Content-Length: -1\r\n\r\n"),
        Store("two lengths", Ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx"),
        Store("a page", Ok + "Content-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>hi</html>"),
        Store("XML that ends early", Ok + "Content-Length: 21\r\n\r\n<ListBucketResult><Is"),
        Store("a moment that is none", "HTTP/1.1 403 No\r\nDate: yesterday\r\nContent-Length: 0\r\n\r\n"),
        Store("a redirection to nowhere", "HTTP/1.1 307 Go\r\nLocation: ::::\r\nContent-Length: 0\r\n\r\n"),
    ];

    private static OddInput Store(string name, string answer) => new($"a store that answers with {name}") { Answer = answer };
}
