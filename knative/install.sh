#!/bin/sh
# Applies an overlay in two steps and waits until it is ready. A Service gets K_SINK at once only if its SinkBinding and the sink
# exist first. Without that its first Revision is not ready and keeps its pods for ten minutes.
set -eu

usage() {
  cat <<'END'
usage: knative/install.sh OVERLAY        such as knative/overlays/minikube

Applies an overlay to the cluster of kubectl's context, the functions last, and waits until all of it is ready. Run it again
after a change. Needs kubectl, and the switches of knative/cluster/apply.sh.

exit code: 0 ready, 1 something failed or is not ready after five minutes, 2 wrong usage
END
}

case ${1:-} in
  --help | -h) usage; exit 0 ;;
esac
if [ $# -ne 1 ] || [ ! -d "$1" ]; then
  usage >&2
  exit 2
fi

overlay=$(mktemp)
trap 'rm -f "$overlay"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
kubectl kustomize "$1" > "$overlay"
namespace=$(awk '$1 == "kind:" { is = $2 == "Namespace" } is && /^  name: / { print $2; exit }' "$overlay")
if [ -z "$namespace" ]; then
  echo "install.sh: $1 has no Namespace; it is no overlay" >&2
  exit 2
fi
if grep -q 'image: longshore$' "$overlay"; then
  echo "install.sh: $1 names no image for longshore; an overlay says so under images" >&2
  exit 2
fi

kubectl apply -f "$overlay" -l 'app.kubernetes.io/component notin (schedule,sync,cleanup,failed-jobs)'
kubectl -n "$namespace" wait --for=condition=Ready broker/default --timeout=5m
kubectl apply -f "$overlay"
kubectl -n "$namespace" wait --for=condition=Ready broker,ksvc,trigger,pingsource,sinkbinding --all --timeout=5m
