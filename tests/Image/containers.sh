# Containers as the manifests run them: read-only, no capability, no way to gain one.

hardened=(--read-only --cap-drop ALL --security-opt no-new-privileges --memory 512m --pids-limit 256
    --env AWS_EC2_METADATA_DISABLED=true)
loopback=(--network host --env Host__Address=127.0.0.1)
label=longshore.check=$$
# Who owns the files on the volume has to be who runs in the container. Root can give them to the image's own user.
if [ "$(id -u)" = 0 ]; then
    owner=65532:65532
else
    owner=$(id -u):$(id -g)
    hardened+=(--user "$owner")
fi

# What every function needs, for containers that reach no store.
bare=(--env FUNCTIONS=deadletter --env S3__Bucket=bucket --env AWS_REGION=us-east-1
    --env AWS_ACCESS_KEY_ID=key --env AWS_SECRET_ACCESS_KEY=secret)

named() {
    echo "longshore-check-$$-$1"
}

# start NAME OPTION…
start() {
    local name=$1
    shift
    docker run --detach --name "$(named "$name")" --label "$label" "$@" "$IMAGE" >/dev/null
}

# run OPTION…: to the end, with its output in $work/out and $work/err; the status is the container's.
run() {
    timeout 60 docker run --rm --label "$label" "$@" "$IMAGE" >"$work/out" 2>"$work/err"
}

state() {
    docker inspect --format "{{.State.$2}}" "$(named "$1")"
}

answers() {
    curl --silent --fail --max-time 2 --noproxy '*' --output /dev/null "http://127.0.0.1:$1/healthz/ready"
}

stopped() {
    is "$(state "$1" Running)" false 2>/dev/null
}

# Every line that the container wrote is a JSON object with time, level and message, all of it on standard output.
logs_are_json() {
    docker logs "$(named "$1")" >"$work/out" 2>"$work/err"
    empty "$work/err" && [ -s "$work/out" ] &&
        is "$(jq --compact-output 'select(.time and .level and .message)' "$work/out" | wc -l)" "$(wc -l <"$work/out")"
}

# From the start of the container's process to the line that says it listens, in milliseconds.
start_to_ready() {
    local started listening
    started=$(state "$1" StartedAt)
    listening=$(docker logs "$(named "$1")" 2>/dev/null | jq --raw-output 'select(.message | startswith("Listening")) | .time' | head -1)
    echo $((($(date -d "$listening" +%s%N) - $(date -d "$started" +%s%N)) / 1000000))
}

remove_containers() {
    docker ps --all --quiet --filter "label=$label" | xargs --no-run-if-empty docker rm --force >/dev/null
}
