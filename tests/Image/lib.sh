# What the scripts of this folder share.

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "$(basename "$0"): $*"
    exit 1
}

# Says why this cannot be done here, which is no failure: exit status 77.
unable() {
    say "The image was not checked: $*"
    exit 77
}

# A program without which the script cannot run.
need() {
    command -v "$1" >/dev/null || die "$1 is missing"
}

held=0
failures=0

# expect WHAT COMMAND…: a line that says whether the command succeeded.
expect() {
    local what=$1
    shift
    if "$@"; then
        say "  ok      $what"
        held=$((held + 1))
    else
        say "  FAILED  $what"
        failures=$((failures + 1))
    fi
}

# within SECONDS COMMAND…: whether the command succeeds before the time is over.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.05
    done
}

# A loopback port that nothing listens on.
free_port() {
    local port
    while port=$((20000 + RANDOM % 10000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    echo "$port"
}

is() {
    [ "$1" = "$2" ] || {
        say "          it is: $1; it should be: $2"
        return 1
    }
}

is_not() {
    [ "$1" != "$2" ]
}

has() {
    grep -q -e "$2" "$1" || {
        say "          not in it: $2"
        sed 's/^/          /' "$1" | head -20 >&2
        return 1
    }
}

empty() {
    [ ! -s "$1" ] || {
        sed 's/^/          /' "$1" | head -20 >&2
        return 1
    }
}
