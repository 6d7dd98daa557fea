#!/usr/bin/env bash
# The image from a clean machine to its checks: a Docker daemon, the Dockerfile's base images (stand-ins where no registry can be
# reached), make image, make image-check.
#
# A daemon that answers is used. Otherwise root gets one of its own, gone at the end with all that it holds; Debian's packages
# for that are installed if they are missing. Exit status 77: this cannot run here, and the last line says why.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/tests/Image/lib.sh"
cd "$root"

# packages PROGRAM PACKAGE …: installs those whose program is missing.
packages() {
    local wanted=()
    while [ $# -gt 0 ]; do
        command -v "$1" >/dev/null || wanted+=("$2")
        shift 2
    done
    [ "${#wanted[@]}" -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || unable "there is no ${wanted[*]}, and only root can install it, with apt-get"
    say "apt-get install ${wanted[*]}"
    local try
    for try in 1 2 3; do
        install "${wanted[@]}" >"$work/apt.log" 2>&1 && return
        sleep $((try * 5))
    done
    unable "apt-get does not get ${wanted[*]}: $(tail -3 "$work/apt.log")"
}

# Waits for whoever installs something else at the moment.
install() {
    local options=(-qq -o DPkg::Lock::Timeout=300)
    apt-get update "${options[@]}" &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${options[@]}" "$@" </dev/null
}

# Without a bridge and without firewall rules, which not every kernel can do: containers use the host's network.
own_daemon() {
    [ "$(id -u)" = 0 ] || unable 'no Docker daemon answers, and only root can start one'
    packages dockerd docker.io
    export DOCKER_HOST=unix://$work/docker.sock
    dockerd --host "$DOCKER_HOST" --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/docker.pid" \
        --bridge=none --iptables=false --ip6tables=false >"$work/dockerd.log" 2>&1 &
    daemon=$!
    within 60 docker info >/dev/null 2>&1 || unable "dockerd does not start here: $(grep -E 'level=(error|fatal)|failed' "$work/dockerd.log" | tail -3)"
}

finish() {
    if [ -n "$daemon" ]; then
        kill "$daemon" 2>/dev/null || true
        wait "$daemon" || true
        # The network of the host, which the daemon leaves mounted.
        umount "$work/exec/netns/default" 2>/dev/null || true
    fi
    rm -rf "$work"
}

work=$(mktemp -d)
daemon=
trap finish EXIT
packages docker docker.io curl curl jq jq openssl openssl
# For base images that cannot be pulled.
[ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || packages debootstrap debootstrap
docker info >/dev/null 2>&1 || own_daemon
tests/Image/base-images.sh

# The build reaches packages as this machine does.
flags=(--network host)
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [ -z "${!name:-}" ] || flags+=(--build-arg "$name")
done
make image IMAGE_BUILD_FLAGS="${flags[*]}"
say "The image is built, after $SECONDS s."
make image-check
say "The image is checked, after $SECONDS s."
