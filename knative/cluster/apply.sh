#!/bin/sh
# Sets Longshore's switches in Knative's own ConfigMaps, and nothing else in them. Needs kubectl. See --help.
#
# It sends merge patches (RFC 7386), which change only the keys that they name. Server-side apply is not used: on ConfigMaps that
# were installed with client-side apply it removes all other keys, labels and annotations.
set -eu

usage() {
  cat <<'END'
usage: knative/cluster/apply.sh [--dry-run] [--undo] [--namespace NAME] [PART...]

Sets the switches that Longshore needs in the whole cluster. It shows each key with its value now and its value to be, then
patches exactly these keys. A second run finds nothing to do.

parts
  serving      volumes, the supplemental group and the time-out of 600 s (config-features and config-defaults of Knative Serving);
               the default
  oidc         tokens for events, which components/event-auth needs (config-features of Knative Eventing)
  monitoring   Knative's own metrics to the Collector of knative/monitoring (config-observability of both)

options
  --dry-run    shows the difference and changes nothing
  --undo       puts the values of before the first run back. A value that somebody has changed since then is left and named
  --namespace  where the Collector runs; default longshore (part monitoring)

The values of before are kept in the ConfigMap longshore-cluster-undo beside the ConfigMap that was changed; --undo deletes it.
exit code: 0 done or nothing to do, 1 something failed or was left, 2 wrong usage
END
}

# Not echo, which reads backslashes in some shells.
say() { printf '%s\n' "$1"; }

fail() { printf 'apply.sh: %s\n' "$1" >&2; exit "${2:-1}"; }

folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
record=longshore-cluster-undo
dry='' undo='' namespace=longshore parts=''
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --dry-run) dry=yes ;;
    --undo) undo=yes ;;
    --namespace)
      [ $# -gt 1 ] || fail '--namespace needs a name' 2
      case $2 in '' | *[!a-z0-9-]*) fail "--namespace: '$2' is no namespace" 2 ;; esac
      namespace=$2
      shift ;;
    serving | oidc | monitoring) parts="$parts $1" ;;
    *) fail "unknown argument $1; see --help" 2 ;;
  esac
  shift
done
command -v kubectl >/dev/null 2>&1 || fail 'kubectl is not on PATH'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A line for each key: its name, then its value as a quoted text, which is also valid in a YAML patch.
lines='{{range $key, $value := .data}}{{printf "%s %q\n" $key $value}}{{end}}'

# The data of a ConfigMap in the cluster. Fails where it cannot be read; prints nothing and returns 3 where it does not exist.
read_map() { # namespace name file
  kubectl -n "$1" get configmap "$2" --ignore-not-found -o go-template="exists{{\"\\n\"}}$lines" >"$work/read" ||
    fail "cannot read ConfigMap $2 in $1; kubectl says why"
  [ -s "$work/read" ] || return 3
  sed 1d "$work/read" >"$3"
}

value_of() { sed -n "s/^$(printf %s "$1" | sed 's/[.]/[.]/g') //p" "$2"; } # key file

# Merges data into a ConfigMap; a line of stdin is a key and a quoted value, or null.
patch_map() { # namespace name
  { echo data:; sed 's/^\([^ ]*\) /  "\1": /'; } >"$work/patch.yaml"
  kubectl -n "$1" patch configmap "$2" --type merge --patch-file "$work/patch.yaml" >/dev/null ||
    fail "cannot patch ConfigMap $2 in $1; kubectl says why. What was changed before stays; --undo puts it back"
}

# An administrator's longer time-out stays: 600 s is the least that Longshore needs.
is_enough() { # key now wanted
  [ "$1" = max-revision-timeout-seconds ] || return 1
  seconds=${2#\"} least=${3#\"}
  case ${seconds%\"} in '' | *[!0-9]*) return 1 ;; esac
  [ "${seconds%\"}" -gt "${least%\"}" ]
}

create_record() {
  kubectl -n "$space" create --validate=false -f - >/dev/null <<END || fail "cannot create ConfigMap $record in $space"
apiVersion: v1
kind: ConfigMap
metadata:
  name: $record
  annotations:
    description: what knative/cluster/apply.sh has set, and the values of before; apply.sh --undo reads it
END
}

apply_file() { # product file
  sed "s/otel-collector\.longshore\.svc/otel-collector.$namespace.svc/" "$2" >"$work/wanted.yaml"
  kubectl annotate --local -f "$work/wanted.yaml" longshore=read -o go-template="{{.metadata.namespace}} {{.metadata.name}}
$lines" >"$work/read" || fail "cannot read $2"
  read -r space name <"$work/read"
  sed 1d "$work/read" >"$work/wanted"
  read_map "$space" "$name" "$work/now" || fail "there is no ConfigMap $name in $space: $1 is not installed"
  : >"$work/change"
  : >"$work/kept"
  read_map "$space" "$record" "$work/record" || : >"$work/record"
  while read -r key wanted; do
    now=$(value_of "$key" "$work/now")
    if [ "$now" = "$wanted" ]; then
      continue
    elif is_enough "$key" "$now" "$wanted"; then
      say "$space/$name  $key: $now stays, Longshore needs at least $wanted"
      continue
    fi
    say "$space/$name  $key: ${now:-not set} -> $wanted"
    say "$key $wanted" >>"$work/change"
    # The values of before the first run: a later run adds keys and replaces no "was".
    recorded=$(value_of "set_${name}_$key" "$work/record")
    [ "$recorded" = "$wanted" ] || say "set_${name}_$key $wanted" >>"$work/kept"
    [ -n "$recorded" ] || [ -z "$now" ] || say "was_${name}_$key $now" >>"$work/kept"
  done <"$work/wanted"
  [ -s "$work/change" ] || return 0
  changed=yes
  [ -z "$dry" ] || return 0
  # First the record, so that a run that is cut off can be undone.
  if [ -s "$work/kept" ]; then
    read_map "$space" "$record" "$work/record" || create_record
    patch_map "$space" "$record" <"$work/kept"
  fi
  patch_map "$space" "$name" <"$work/change"
}

undo_file() { # product file
  kubectl annotate --local -f "$2" longshore=read -o go-template='{{.metadata.namespace}} {{.metadata.name}}
' >"$work/read" || fail "cannot read $2"
  read -r space name <"$work/read"
  read_map "$space" "$record" "$work/record" || return 0
  grep "^set_${name}_" "$work/record" >"$work/set" || return 0
  read_map "$space" "$name" "$work/now" || : >"$work/now"
  : >"$work/change"
  : >"$work/forget"
  while read -r entry applied; do
    key=${entry#"set_${name}_"}
    now=$(value_of "$key" "$work/now")
    was=$(value_of "was_${name}_$key" "$work/record")
    say "$entry null" >>"$work/forget"
    [ -z "$was" ] || say "was_${name}_$key null" >>"$work/forget"
    if [ "$now" = "$applied" ]; then
      say "$space/$name  $key: $now -> ${was:-not set}"
      say "$key ${was:-null}" >>"$work/change"
    elif [ "$now" != "$was" ]; then
      say "$space/$name  $key: ${now:-not set} stays, somebody has changed it since (set: $applied; before: ${was:-not set})"
      left=yes
    fi
  done <"$work/set"
  changed=yes
  [ -z "$dry" ] || return 0
  [ ! -s "$work/change" ] || patch_map "$space" "$name" <"$work/change"
  patch_map "$space" "$record" <"$work/forget"
  read_map "$space" "$record" "$work/record" || return 0
  [ ! -s "$work/record" ] || return 0
  kubectl -n "$space" delete configmap "$record" >/dev/null || fail "cannot delete ConfigMap $record in $space"
}

changed='' left=''
run=apply_file
[ -z "$undo" ] || run=undo_file
for part in ${parts:-serving}; do
  case $part in
    serving)
      $run 'Knative Serving' "$folder/config-features.yaml"
      $run 'Knative Serving' "$folder/config-defaults.yaml" ;;
    oidc) $run 'Knative Eventing' "$folder/oidc/config-features.yaml" ;;
    monitoring)
      $run 'Knative Serving' "$folder/../monitoring/knative/serving.yaml"
      $run 'Knative Eventing' "$folder/../monitoring/knative/eventing.yaml" ;;
  esac
done
[ -n "$changed" ] || echo 'Nothing to do.'
[ -z "$changed" ] || [ -z "$dry" ] || echo 'Nothing was changed (--dry-run).'
[ -z "$left" ]
