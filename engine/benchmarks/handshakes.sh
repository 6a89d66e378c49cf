#!/usr/bin/env bash
# Measures what those who come without TLS notice of 200 TLS handshakes at a time. All of them stall: in the middle of the first
# record, after it, or a byte before the end; or most do, and the others finish and come back a second later, like the users of
# a busy site, or at once, so that the server has no time left. Whoever is cut off comes back at once. The server is alone on
# one core; the clients with TLS and wrk, who stands for the others, share the other one. Rounds without handshakes and with each
# kind, in turn. Writes its part of RESULTS.md beside this script.
#
#   engine/benchmarks/handshakes.sh [rounds] [seconds]         (3 rounds of 15 seconds of each kind without arguments)
#
# Needs: the packaged distribution and the compiled tests, in which the server that tells the length of its turns is (mvn -q
# -DskipTests package makes both), wrk, python3, openssl, taskset and chrt. Everything stays on the loopback interface.
set -euo pipefail

rounds=${1:-3}
seconds=${2:-15}
. "$(dirname "$0")/lib.sh"

clients=200
handshake_time=10
declare -A finishing=([stalled]=0 [some]=80 [most]=80) pause=([stalled]=0 [some]=1 [most]=0)
tests=$here/../target/test-classes
need wrk python3 openssl taskset chrt
[ -d "$tests/medusa/server" ] || fail 'first run mvn -q -DskipTests package'

certificate p256 localhost ec -pkeyopt ec_paramgen_curve:prime256v1
certificate rsa rsa.localhost rsa:2048

# The Java and the options that the launcher chooses, so that only the main class differs.
start_measured() { # → its pid in $server; it tells the figures of its turns in $work/medusa.out for each line in $work/ask
  local java lib
  java=$(MEDUSA_JAVA_OPTIONS=-XshowSettings:properties "$medusa" --version 2>&1 | sed -n 's/^ *java.home = //p')/bin/java
  lib=$here/../../installer/target/medusa/lib
  mkfifo "$work/ask"
  taskset -c $server_core "$java" -XX:+UseSerialGC -Xshare:auto --enable-native-access=ALL-UNNAMED \
    -Djdk.nio.maxCachedBufferSize=65536 -cp "$tests:$lib/*" medusa.server.TurnFigures "root=$work/root" \
    http.listen=127.0.0.1:0 https.listen=127.0.0.1:0 http.access-log=off tls.handshake-time=${handshake_time}s \
    "tls.certificates=[{ certificate = \"$work/p256.pem\", key = \"$work/p256.key\" },
      { certificate = \"$work/rsa.pem\", key = \"$work/rsa.key\" }]" \
    <>"$work/ask" >"$work/medusa.out" 2>"$work/medusa.log" & pids+=($!)
  server=$!
  await "$server" grep -q '^medusa: ready' "$work/medusa.out"
}

told() { [ "$(grep -c '^turns' "$work/medusa.out")" -gt "$1" ]; }
turns() { # → their figures since it was last called
  local before
  before=$(grep -c '^turns' "$work/medusa.out" || true)
  echo >"$work/ask"
  await "$server" told "$before"
  sed -n 's/^turns //p' "$work/medusa.out" | tail -n1
}

measure() { # kind: its 99th percentile, requests a second and turns become a line of $work/KIND
  turns >/dev/null
  paced_load "$port" "$seconds" >"$work/number"
  echo "$(cat "$work/number") $(turns)" >>"$work/$1"
  echo "round $round, $1 handshakes: p99 in µs, requests a second, turns: $(tail -n1 "$work/$1")"
}

beside_handshakes() { # round kind command
  local begun=$SECONDS
  start_offenders "$1.$2" "$here/handshake_peers.py" "$(port_of https)" \
    $((clients - finishing[$2])) "${finishing[$2]}" "${pause[$2]}"
  "${@:3}"
  echo >"$work/stop.$1.$2"
  begun=$((SECONDS - begun))
  await "$offenders" grep -q gone "$work/peers.$1.$2" # nobody comes back, and who has stalled is cut off in time
  echo "seconds $begun" >>"$work/peers.$1.$2"
}

start_measured
port=$(port_of http)
# The compiler's warm-up, for all kinds of rounds.
run_wrk -d10s "http://127.0.0.1:$port/1k.txt"
beside_handshakes 0 most paced_load "$port" "$seconds" >/dev/null
for ((round = 1; round <= rounds; round++)); do
  measure no
  for kind in stalled some most; do beside_handshakes $round $kind measure $kind; done
done

python3 - "$work" "$rounds" "$seconds" $clients "${finishing[most]}" $handshake_time $connections <<'PY'
import sys
from results import made_by, median, spread, write
work, rounds, seconds, clients, finishing, handshake_time, connections = sys.argv[1:]
kinds = ('no', 'stalled', 'some', 'most')
STALLS = {'half': 'in the middle of the first record', 'hello': 'after it', 'last': 'a byte before the end'}
cut = dict.fromkeys(STALLS, 0)
longest = dict.fromkeys(STALLS, 0.0)
rates = {kind: [] for kind in kinds}
for kind in kinds[1:]:
    for number in range(1, int(rounds) + 1):
        peers = {line.split()[0]: [float(n) for n in line.split()[1:]] for line in open(f'{work}/peers.{number}.{kind}')}
        for stall in STALLS:
            cut[stall] += peers[stall][0]
            longest[stall] = max(longest[stall], peers[stall][1])
        rates[kind].append(peers['full'][0] / peers['seconds'][0])
if max(longest.values()) > int(handshake_time) + 2 or not all(cut.values()):
    sys.exit(f'some were not cut off in time: {longest}')
for kind, rate in rates.items():
    open(f'{work}/rate.{kind}', 'w').write('\n'.join(map(str, rate or [0])))
ms = lambda n: f'{n / 1000:.2f} ms'
def row(name, column, form=lambda n: f'{n:,.0f}', files=''):
    return f'| {name} | ' + ' | '.join(spread(f'{work}/{files}{kind}', column, form) for kind in kinds) + ' |\n'
table = (row("the others' 99th percentile", 0, ms) + row("the others' requests a second", 1)
    + row('full handshakes a second', 0, files='rate.')
    + row('turns of the reactor: 99th percentile', 4, ms) + row('99.9th percentile', 5, ms) + row('longest', 6, ms)
    + row('of that with a processor: 99th percentile', 8, ms) + row('99.9th percentile', 9, ms) + row('longest', 10, ms))
write('Handshakes', f'''{made_by('handshakes.sh')}. {clients} clients
shake hands at a time. All of them stall, and wait to be cut off; or {finishing} finish, ask for a file, and come again a second later (some) or at
once (as many as go). Half of them want a certificate with an RSA key of 2048 bits, the others one of P-256; half speak TLS 1.2, the
others 1.3; nobody resumes a session. The others are wrk with {connections} keep-alive connections without TLS, each of which asks for a
1 KiB file and then waits 5 to 15 ms. The server alone on one core, which its workers share with the reactor, everybody else on another,
where wrk goes first; {rounds} rounds of {seconds} s, in turn, after a warm-up with as many as go: median (least to most).

| | no handshakes | all stall | some finish | as many as go |
|---|---|---|---|---|
{table}
A turn is measured from its first piece of work to its end; its time with a processor is what it took itself, and the rest it waited
for the core.

| those who stalled | cut off | longest life |
|---|---|---|
''' + ''.join(f'| {text} | {cut[stall]:,.0f} | {longest[stall]:.1f} s |\n' for stall, text in STALLS.items()) + f'''
`tls.handshake-time` is {handshake_time} s.''')
PY
