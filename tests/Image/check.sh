#!/usr/bin/env bash
# make image-check: starts an image as the manifests do and holds it to its runtime contract. The sandbox on this host stands
# for S3, STS and the Broker. Ends with status 1 if anything failed.
#
# IMAGE (default longshore:0.1.0) is built; the sandbox is built; needs docker, curl, jq and openssl. COUNTS names a file that gets
# how many checks held and failed.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
IMAGE=${IMAGE:-longshore:0.1.0}
. "$root/tests/Image/lib.sh"
. "$root/tests/Image/containers.sh"
. "$root/tests/Image/contract.sh"
. "$root/tests/Image/flow.sh"

for program in docker curl jq openssl dotnet; do
    need "$program"
done
docker info >/dev/null 2>&1 || die 'no Docker daemon answers; tests/Image/run.sh starts one'
docker image inspect "$IMAGE" >/dev/null 2>&1 || die "there is no image $IMAGE; make image builds it"

work=$(mktemp -d)
# The container's user has to get through to the volume.
chmod 0755 "$work"
sandbox_pid=
finish() {
    [ "$failures" = 0 ] || [ ! -s "$work/sandbox.log" ] || tail -5 "$work/sandbox.log" >&2
    remove_containers
    [ -z "$sandbox_pid" ] || kill "$sandbox_pid" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

contract
cluster
whole_flow
drain
[ -z "${COUNTS:-}" ] || echo "$held $failures 0" >"$COUNTS"
if [ "$failures" -gt 0 ]; then
    say "image-check: $failures of $((held + failures)) failed"
    exit 1
fi
say "image-check: all $held hold"
