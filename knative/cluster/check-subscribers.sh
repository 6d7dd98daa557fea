#!/bin/sh
# Compares the subscribers in the channel of each Broker with the Triggers of that Broker. Needs kubectl and jq. See --help.
set -eu

usage() {
  cat <<'END'
usage: knative/cluster/check-subscribers.sh [NAMESPACE]        default: longshore

The in-memory Broker delivers to the subscribers in its channel, BROKER-kne-trigger, which Knative derives from the Triggers. When
OIDC is switched on or off in a running install, an old subscriber may stay there: each event is then handled and also
dead-lettered.

Each Trigger must be among the subscribers once, with the address, audience and ServiceAccount of its Subscription, and nothing
else may be there. It changes nothing.
exit code: 0 all alike, 1 not alike or not readable, 2 wrong usage
END
}

fail() { echo "check-subscribers.sh: $1" >&2; exit "${2:-1}"; }

case ${1:-} in
  --help | -h) usage; exit 0 ;;
  -*) fail "unknown argument $1; see --help" 2 ;;
esac
[ $# -le 1 ] || fail 'one namespace at most; see --help' 2
namespace=${1:-longshore}
for tool in kubectl jq; do
  command -v "$tool" >/dev/null 2>&1 || fail "$tool is not on PATH"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

get() { # file kubectl-arguments
  file=$1
  shift
  kubectl -n "$namespace" get "$@" -o json >"$work/$file" || fail "cannot read $1 in $namespace; kubectl says why"
}

# Every line that comes out of it is a difference.
cat >"$work/compare.jq" <<'END'
def named: "\(.subscriberUri // "no address") (uid \(.uid))";
def promised: .status.auth.serviceAccountName as $account
  | .status.physicalSubscription | {subscriberUri, subscriberAudience, replyUri, replyAudience, serviceAccount: $account};
def held: {subscriberUri, subscriberAudience, replyUri, replyAudience, serviceAccount: .auth.serviceAccountName};
($channel[0].spec.subscribers // []) as $subscribers
| [$triggers[0].items[] | select((.spec.brokerRef.name // .spec.broker) == $broker)] as $own
| [$subscriptions[0].items[] | select(.spec.channel.name == $channel[0].metadata.name)] as $subscribed
| ($own[] | . as $trigger
    | [$subscribed[] | select(any(.metadata.ownerReferences[]?; .uid == $trigger.metadata.uid))] as $mine
    | if ($mine | length) != 1 then "Trigger \(.metadata.name) has \($mine | length) Subscriptions" else
        $mine[0] as $subscription
        | [$subscribers[] | select(.uid == $subscription.metadata.uid)] as $entries
        | if ($entries | length) != 1 then "Trigger \(.metadata.name) is \($entries | length) times among the subscribers" else
            ($subscription | promised) as $right | ($entries[0] | held) as $is
            | $right | keys[] | select($right[.] != $is[.])
            | "Trigger \($trigger.metadata.name): \(.) is \($is[.] // "not set") in the channel" +
              " and \($right[.] // "not set") in its Subscription"
          end
      end),
  ($subscribed[] | select(any(.metadata.ownerReferences[]?; .uid as $uid | any($own[]; .metadata.uid == $uid)) | not)
    | "Subscription \(.metadata.name) belongs to no Trigger"),
  ($subscribers[] | select(.uid as $uid | any($subscribed[]; .metadata.uid == $uid) | not)
    | "A subscriber belongs to no Trigger: \(named)"),
  ([$subscribers[] | .auth.serviceAccountName != null] | unique | select(length > 1)
    | "Some subscribers send a token and some send none")
END

get brokers brokers.eventing.knative.dev
get triggers triggers.eventing.knative.dev
get subscriptions subscriptions.messaging.knative.dev
jq -r '.items[] | .status.annotations as $at | [.metadata.name, .metadata.annotations["eventing.knative.dev/broker.class"] // "-",
  ($at["knative.dev/channelAPIVersion"], $at["knative.dev/channelKind"], $at["knative.dev/channelName"]) // "-"] | @tsv' \
  "$work/brokers" >"$work/list"
[ -s "$work/list" ] || fail "there is no Broker in $namespace"

bad=''
while read -r broker class version kind name; do
  if [ -z "$name" ]; then
    echo "Broker $broker ($class) has no channel: nothing to compare."
    continue
  fi
  get channel "$kind.${version#*/}.${version%/*}" "$name"
  jq -n -r --arg broker "$broker" --slurpfile channel "$work/channel" --slurpfile triggers "$work/triggers" \
    --slurpfile subscriptions "$work/subscriptions" -f "$work/compare.jq" >"$work/differences"
  if [ -s "$work/differences" ]; then
    bad=yes
    echo "Broker $broker, $kind $name:"
    sed 's/^/  /' "$work/differences"
    cat <<END
  Wait a minute and look again: Knative may still be at work. If it stays, make Broker and Triggers again. Events that are on
  their way are lost, and the next scan finds their files:
    kubectl -n $namespace delete trigger --all
    kubectl -n $namespace delete broker $broker
    kubectl -n $namespace wait --for=delete "$kind.${version#*/}.${version%/*}/$name" --timeout=2m
    kubectl apply -k knative/overlays/...      # your overlay
END
  else
    echo "Broker $broker, $kind $name: $(jq '.spec.subscribers // [] | length' "$work/channel") subscribers, each Trigger once."
  fi
done <"$work/list"
[ -z "$bad" ]
