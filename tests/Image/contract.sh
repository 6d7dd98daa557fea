# The image by itself: what it says of itself, its user, its settings, its port, its end.

metadata() {
    local config=$work/config.json
    docker image inspect --format '{{json .Config}}' "$IMAGE" >"$config"
    expect 'the user is a number and not root' jq --exit-status '.User | test("^[1-9][0-9]*(:[1-9][0-9]*)?$")' "$config" >/dev/null
    expect 'port 8080 is exposed' jq --exit-status '.ExposedPorts | has("8080/tcp")' "$config" >/dev/null
    expect 'there is no HEALTHCHECK: the probes are in the manifests' jq --exit-status '.Healthcheck == null' "$config" >/dev/null
    local name
    for name in title description source licenses version revision base.name; do
        expect "label $name" jq --exit-status --arg name "org.opencontainers.image.$name" '.Labels[$name] | length > 0' "$config" >/dev/null
    done
    expect 'the version is that of the assemblies' is "$(jq --raw-output '.Labels["org.opencontainers.image.version"]' "$config")" \
        "$(sed -n 's,.*<Version>\(.*\)</Version>.*,\1,p' "$root/Directory.Build.props")"
    expect 'no tag is called latest' is "$(grep -cE '^(ARG|FROM).*(:latest|/[a-z-]+)$' "$root/Dockerfile")" 0
}

content() {
    docker create --name "$(named content)" --label "$label" "$IMAGE" >/dev/null
    docker export "$(named content)" | tar -t >"$work/files"
    expect 'the functions are there' has "$work/files" '^longshore-functions$'
    expect '… and the program for people' has "$work/files" '^longshore$'
    expect 'no shell and no package manager' is "$(grep -cE '(^|/)(sh|bash|dash|busybox|apt|apt-get|dpkg)$' "$work/files")" 0
    expect 'no symbols and no sources' is "$(grep -cE '\.(dbg|pdb|cs|csproj)$' "$work/files")" 0
    size=$(docker save "$IMAGE" | gzip --stdout | wc -c)
    expect "$((size / 1000)) KB compressed, below 40 MB" [ "$size" -lt 40000000 ]
}

# wrong WHAT TEXT OPTION…: the image refuses to start with exit code 2 and says why.
wrong() {
    local what=$1 text=$2 code=0
    shift 2
    run "${hardened[@]}" --network none "$@" || code=$?
    expect "exit code 2: $what" is "$code" 2
    expect "… and a line that names it" has "$work/err" "^longshore-functions: .*$text"
}

settings() {
    wrong 'no bucket' S3__Bucket --env FUNCTIONS=deadletter
    wrong 'a port that is none' PORT "${bare[@]}" --env PORT=http
    wrong 'a function that does not exist' FUNCTIONS "${bare[@]}" --env FUNCTIONS=sink
    wrong 'no sink for events' K_SINK "${bare[@]}" --env FUNCTIONS=sync --env Volume__Name=default/data
}

listens_on() {
    docker logs "$(named "$1")" 2>&1 | jq --raw-output .message | grep -q "^Listening on http://\(\[::\]\|0\.0\.0\.0\):$2 "
}

# Without a word about it, and without an IPv6 network: every address, port 8080.
defaults() {
    start defaults "${hardened[@]}" --network none "${bare[@]}"
    expect 'listens on every address and port 8080 by default' within 20 listens_on defaults 8080
}

# Serves on the PORT it is told, without --read-only, and leaves its root file system as it was.
lifetime() {
    local port
    port=$(free_port)
    start alone "${hardened[@]}" --read-only=false "${loopback[@]}" "${bare[@]}" --env PORT="$port"
    expect "ready on PORT=$port" within 20 answers "$port"
    expect 'its process is not root' is_not "$(docker top "$(named alone)" -eo pid,uid | awk 'NR == 2 { print $2 }')" 0
    expect 'what is no event is answered 400' is \
        "$(curl --silent --noproxy '*' --output /dev/null --write-out '%{http_code}' --data nothing "http://127.0.0.1:$port/")" 400
    expect 'no file is written' is "$(docker diff "$(named alone)")" ''
    docker kill --signal TERM "$(named alone)" >/dev/null
    expect 'SIGTERM ends it' within 10 stopped alone
    expect '… with exit code 0' is "$(state alone ExitCode)" 0
    expect 'its log is JSON lines on standard output' logs_are_json alone
}

# reach NAME OPTION…: hands a dead letter to a container whose store is the https server.
reach() {
    local name=$1 ready
    shift
    ready=$(free_port)
    start "$name" "${hardened[@]}" "${loopback[@]}" "${bare[@]}" --env PORT="$ready" --env S3__ForcePathStyle=true \
        --env S3__ServiceUrl="https://localhost:$https" "$@"
    within 20 answers "$ready" || true
    curl --silent --noproxy '*' --max-time 4 --output /dev/null --header 'ce-specversion: 1.0' --header 'ce-id: 1' --header 'ce-source: /check' \
        --header 'ce-type: check' --header 'content-type: application/json' --data '{}' "http://127.0.0.1:$ready/deadletters" || true
}

# An https store, reached by name: OpenSSL is there, and certificates count.
tls() {
    local https server
    https=$(free_port)
    openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout "$work/key.pem" -out "$work/ca.pem" 2>/dev/null
    chmod a+r "$work/ca.pem"
    mkfifo "$work/silence"
    openssl s_server -accept "127.0.0.1:$https" -cert "$work/ca.pem" -key "$work/key.pem" -quiet \
        <>"$work/silence" >"$work/tls" 2>&1 &
    server=$!
    reach stranger
    expect 'a store with a certificate of nobody known gets no request' is "$(grep -c '^[A-Z]* /.* HTTP' "$work/tls")" 0
    reach trusted --env SSL_CERT_FILE=/ca.pem --volume "$work/ca.pem:/ca.pem:ro"
    expect 'a store with a trusted certificate does' has "$work/tls" '^HEAD /'
    kill "$server"
    wait "$server" 2>/dev/null || true
}

contract() {
    say "The image $IMAGE"
    metadata
    content
    settings
    defaults
    lifetime
    tls
}
