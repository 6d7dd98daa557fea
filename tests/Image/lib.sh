# What the scripts of this folder share.

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "$(basename "$0"): $*"
    exit 1
}

# A program without which the script cannot run.
need() {
    command -v "$1" >/dev/null || die "$1 is missing"
}
