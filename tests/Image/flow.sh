# The demo's flow with a container for each function, and a SIGTERM in the middle of a batch.

sandbox() {
    dotnet "$root/tests/Sandbox/bin/${CONFIGURATION:-Release}/net10.0/longshore-sandbox.dll" "$@"
}

# Value of a variable of an environment file that the sandbox wrote.
setting() {
    (. "$env/$1.env" && echo "${!2}")
}

# The sandbox's S3, STS and Broker; they say where each function has to listen.
cluster() {
    env=$work/env
    volume=$work/volume
    mkdir -p "$env" "$volume"
    # Not through the function: its process is to be the one that is killed.
    dotnet "$root/tests/Sandbox/bin/${CONFIGURATION:-Release}/net10.0/longshore-sandbox.dll" up \
        --env "$env" --volume "$volume" --events "$work/events.jsonl" --min-age PT2S >"$work/sandbox.log" 2>&1 &
    sandbox_pid=$!
    within 30 grep -q 'The cluster is up' "$work/sandbox.log" || die "the sandbox did not start: $(cat "$work/sandbox.log")"
    sink=$(setting sandbox K_SINK)
    bucket=$(setting sandbox S3__Bucket)
    store=$(setting sandbox S3__ServiceUrl)
}

# function_up NAME OPTION…: with the environment of its manifest and of the sandbox.
function_up() {
    local name=$1 options=() line
    shift
    while IFS= read -r line; do
        options+=(--env "$line")
    done < <(sed "s/^\([A-Za-z_0-9]*\)='\(.*\)'\$/\1=\2/" "$env/sandbox-$name.env")
    start "$name" "${hardened[@]}" "${loopback[@]}" "${options[@]}" "$@"
    within 20 answers "$(setting "sandbox-$name" PORT)" || {
        docker logs "$(named "$name")" >&2
        die "$name is not ready"
    }
}

functions_up() {
    local name
    function_up schedule --env Volume__Root=/data --volume "$volume:/data:ro"
    function_up sync --env Volume__Root=/data --volume "$volume:/data:ro" "$@"
    function_up cleanup --env Volume__Root=/data --volume "$volume:/data"
    function_up deadletter
    for name in schedule sync cleanup deadletter; do
        say "          $name: $(start_to_ready "$name") ms from start to ready"
    done
}

# write FOLDER FILES SEED: old enough to be shipped when it returns; what was written is added to $work/written.
write() {
    mkdir -p "$volume/$1"
    sandbox write --root "$volume/$1" --files "$2" --seed "$3" --manifest "$work/manifest" >/dev/null
    chown -R "$owner" "$volume"
    jq --raw-output --arg folder "$1" '"\($folder)/\(.path) \(.sha256)"' "$work/manifest" >>"$work/written"
    sleep 2.2
}

files_left() {
    find "$volume" -type f | wc -l
}

volume_is_empty() {
    [ "$(files_left)" = 0 ]
}

objects() {
    curl --silent --fail --noproxy '*' "${store}_sandbox/objects?bucket=$bucket&prefix=$1" | jq --raw-output '.[] | "\(.key) \(.sha256)"'
}

judged() {
    expect 'nothing is left on the volume' within 60 volume_is_empty
    sort "$work/written" >"$work/expected"
    objects '' | grep -v '^_longshore/' | sort >"$work/found"
    expect "$(wc -l <"$work/expected") objects in S3, byte for byte" cmp --silent "$work/expected" "$work/found"
    expect 'there are receipts' is_not "$(objects _longshore/receipts/ | wc -l)" 0
    expect 'there are no dead letters' is "$(objects _longshore/deadletters/ | wc -l)" 0
    local name
    for name in schedule sync cleanup deadletter; do
        expect "the log of $name is JSON lines on standard output" logs_are_json "$name"
    done
}

whole_flow() {
    say 'The flow, a container for each function'
    functions_up
    write flow 1500 1
    expect 'the ping is answered: everything it led to was handled' sandbox ping --sink "$sink" >/dev/null
    judged
}

some_objects() {
    [ "$(objects drain/ | wc -l)" -ge 60 ]
}

# Sends as little a second as makes a batch last, so that there is a middle.
drain() {
    say 'SIGTERM in the middle of a batch'
    docker rm --force "$(named sync)" >/dev/null
    function_up sync --env Volume__Root=/data --volume "$volume:/data:ro" --env Sync__BandwidthBytesPerSecond=500000
    write drain 500 2
    local since ping answer=0 began
    since=$(wc -l <"$work/events.jsonl")
    sandbox ping --sink "$sink" >/dev/null &
    ping=$!
    expect 'the batch is under way' within 30 some_objects
    began=$(date +%s%N)
    docker kill --signal TERM "$(named sync)" >/dev/null
    expect 'it ends within the grace of 30 s' within 30 stopped sync
    say "          it took $((($(date +%s%N) - began) / 1000000)) ms"
    expect '… with exit code 0' is "$(state sync ExitCode)" 0
    local done_files
    done_files=$(objects drain/ | wc -l)
    expect "$done_files of 500 files were shipped: it was in the middle" [ "$done_files" -lt 500 ]
    docker start "$(named sync)" >/dev/null
    wait "$ping" || answer=$?
    tail --lines "+$((since + 1))" "$work/events.jsonl" >"$work/drain.jsonl"
    expect 'the remainder was the reply' is_not \
        "$(jq --compact-output 'select(.step == "replied" and .type == "dev.longshore.batch.ready" and .subscriber == "sync")' "$work/drain.jsonl" | wc -l)" 0
    expect 'the broker lost nothing: the ping is answered' is "$answer" 0
    judged
}
