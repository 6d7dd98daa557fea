#!/usr/bin/env bash
# Makes stand-ins for the two images that the Dockerfile starts from, under the very names it uses, for a machine that reaches
# no registry: Debian from debootstrap, plus this machine's .NET SDK, linker and trusted certificates for the build; and for the
# final stage what a chiseled image holds (libc, OpenSSL, certificates, two users, no shell). An image that is there, or can be
# pulled, stays as it is.
#
# Needs root, debootstrap and dotnet. LONGSHORE_CACHE (default: ~/.cache/longshore) keeps what debootstrap made.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cache=${LONGSHORE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/longshore}
suite=bookworm
packages=ca-certificates,libssl3,gcc,libc6-dev,zlib1g-dev
# Another list is another tree.
rootfs=$cache/debian-$suite-$(dpkg --print-architecture)-$(cksum <<<"$packages" | cut -d ' ' -f 1)
. "$root/tests/Image/lib.sh"

# Name of a base image: the default of an ARG of the Dockerfile.
base_image() {
    sed -n "s/^ARG $1=//p" "$root/Dockerfile"
}

missing() {
    ! docker image inspect "$1" >/dev/null 2>&1 && ! timeout 20 docker pull --quiet "$1" >/dev/null 2>&1
}

# Debian with what Native AOT links with, made once.
debian() {
    [ -e "$rootfs/.complete" ] && return
    [ "$(id -u)" = 0 ] || unable 'its base images cannot be pulled, and only root can make stand-ins'
    command -v debootstrap >/dev/null || unable 'its base images cannot be pulled, and there is no debootstrap to make stand-ins'
    mkdir -p "$cache"
    rm -rf "$rootfs"
    say "debootstrap $suite into $rootfs"
    debootstrap --variant=minbase --include="$packages" \
        "$suite" "$rootfs" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >"$cache/debootstrap.log" 2>&1 ||
        die "debootstrap failed; its last words: $(tail -3 "$cache/debootstrap.log")"
    rm -rf "$rootfs"/var/cache/apt/archives/*.deb "$rootfs"/var/lib/apt/lists/*
    touch "$rootfs/.complete"
}

# The certificates that this machine trusts, which a build behind a proxy needs.
certificates() {
    echo "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}"
}

sdk() {
    need dotnet
    local dotnet
    dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
    say "stand-in for $1"
    mkdir -p "$work/sdk/etc/ssl/certs" "$work/sdk/usr/bin"
    ln -s ../share/dotnet/dotnet "$work/sdk/usr/bin/dotnet"
    cp "$(certificates)" "$work/sdk/etc/ssl/certs/ca-certificates.crt"
    tar -c --exclude='./dev/*' --exclude=./.complete --exclude=./etc/ssl/certs/ca-certificates.crt \
        --transform="s,^$(basename "$dotnet")/,./usr/share/dotnet/,SH" \
        -C "$rootfs" . -C "$work/sdk" usr/bin/dotnet etc/ssl/certs/ca-certificates.crt -C "$(dirname "$dotnet")" "$(basename "$dotnet")/" |
        docker import \
            --change 'ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1' \
            --change "ENV NUGET_CERT_REVOCATION_MODE=${NUGET_CERT_REVOCATION_MODE:-online}" \
            --change 'ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt' \
            - "$1" >/dev/null
}

runtime() {
    local tree=$work/runtime
    say "stand-in for $1"
    mkdir -p "$tree/etc/ssl/certs" "$tree/home/app" "$tree/tmp" "$tree/usr/lib64" "$tree/var/lib/dpkg"
    chmod 1777 "$tree/tmp"
    ln -s usr/lib "$tree/lib"
    ln -s usr/lib64 "$tree/lib64"
    chroot "$rootfs" dpkg -L libc6 libgcc-s1 libssl3 libstdc++6 | grep -E '\.so(\.[0-9.]+)?$' | grep -Ev '/gconv/|^/usr/share/' |
        sed 's,^/lib,usr/lib,; s,^/,,' | tar -C "$rootfs" -c --files-from=- | tar -C "$tree" -x
    cp "$rootfs/etc/ssl/certs/ca-certificates.crt" "$tree/etc/ssl/certs/"
    printf 'root:x:0:0:root:/root:/bin/false\napp:x:1654:1654::/home/app:/bin/false\n' >"$tree/etc/passwd"
    printf 'root:x:0:\napp:x:1654:\n' >"$tree/etc/group"
    tar -C "$tree" --numeric-owner --owner=0 --group=0 -c . | docker import \
        --change 'ENV APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true' \
        --change 'USER 1654' \
        - "$1" >/dev/null
}

need docker
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sdk_image=$(base_image SDK_IMAGE)
runtime_image=$(base_image RUNTIME_IMAGE)
if missing "$sdk_image"; then
    debian
    sdk "$sdk_image"
fi
if missing "$runtime_image"; then
    debian
    runtime "$runtime_image"
fi
