#!/usr/bin/env bash
# Measures what others notice of clients that hold connections as slowly as they can: 4,000 that dribble the head of a request,
# some that dribble a body, and some that hardly read a large file. Whoever is cut off comes back at once. The server is alone
# on one core; the offenders and wrk, who stands for the others, share the other one. Rounds without and with offenders in turn.
# Writes its part of RESULTS.md beside this script.
#
#   engine/benchmarks/slow.sh [rounds] [seconds]         (5 rounds of 20 seconds without arguments)
#
# Needs: the packaged distribution, wrk, python3, taskset, chrt and jcmd. Everything stays on the loopback interface.
set -euo pipefail

rounds=${1:-5}
seconds=${2:-20}
here=$(cd "$(dirname "$0")" && pwd)
medusa=$here/../../installer/target/medusa/bin/medusa
server_core=0
load_core=1
connections=64
heads=4000
bodies=200
readers=50
work=$(mktemp -d)
chmod 755 "$work"
pids=()

stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

for tool in wrk python3 taskset chrt jcmd; do
  command -v "$tool" >/dev/null || { echo "slow.sh: $tool is missing" >&2; exit 1; }
done
[ -x "$medusa" ] || { echo "slow.sh: first run mvn -q -DskipTests package" >&2; exit 1; }

mkdir "$work/root"
head -c 1024 /dev/zero | tr '\0' 'x' >"$work/root/1k.txt"
truncate -s 8G "$work/root/large.bin"
ulimit -n "$(ulimit -Hn)"

taskset -c $server_core "$medusa" serve --root "$work/root" --http 127.0.0.1:0 --ftp off --monitor off --quiet \
  --set http.access-log=off --set limits.connections-per-address=0 >"$work/medusa.out" & pids+=($!)
server=$!
until grep -q '^medusa: ready' "$work/medusa.out"; do kill -0 "$server"; sleep 0.1; done
port=$(sed -n 's/^medusa: http listening on .*:\([0-9]*\)$/\1/p' "$work/medusa.out")

# Moderate, so that the time is the server's and not that of a queue: some 6,000 requests a second.
echo 'function delay() return math.random(5, 15) end' >"$work/pace.lua"

load() { # seconds → the 99th percentile in microseconds, and requests a second
  taskset -c $load_core wrk -t1 -c$connections -d"$1"s --latency -s "$work/pace.lua" "http://127.0.0.1:$port/1k.txt" >"$work/wrk"
  if grep -Eq 'Non-2xx|Socket errors' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
  awk '$1 == "99%" { n = $2 + 0; if ($2 ~ /us$/) f = 1; else if ($2 ~ /ms$/) f = 1000; else f = 1000000; p = n * f }
       $1 == "Requests/sec:" { r = $2 } END { print p, r }' "$work/wrk"
}

# The JVM answers only to its own user.
as_server() { if [ "$(id -u)" = 0 ]; then setpriv --reuid nobody --regid "$(id -g nobody)" --clear-groups "$@"; else "$@"; fi; }
memory() { # → live heap after full collections, without the gaps between objects, and resident, in bytes
  as_server jcmd "$server" GC.class_histogram >/dev/null
  heap=$(as_server jcmd "$server" GC.class_histogram | awk '/FillerElement/ { gap = $3 } /^Total/ { print $3 - gap }')
  echo "$heap $(awk '/^VmRSS/ { print $2 * 1024 }' "/proc/$server/status")"
}

# They run only when wrk does not want the core, or its waiting for them would be measured.
start_offenders() { # round
  mkfifo "$work/stop.$1"
  taskset -c $load_core chrt --idle 0 python3 "$here/slow_peers.py" "$port" $heads $bodies $readers \
    <>"$work/stop.$1" >"$work/peers.$1" & offenders=$!
  pids+=("$offenders")
  until grep -q connected "$work/peers.$1"; do sleep 0.2; done
}

stop_offenders() {
  kill "$offenders" 2>/dev/null || true
  wait "$offenders" 2>/dev/null || true
  sleep 3 # the last of them are lingered for
}

# The compiler's warm-up, for both kinds of rounds.
taskset -c $load_core wrk -t1 -c$connections -d10s "http://127.0.0.1:$port/1k.txt" >/dev/null
start_offenders 0
load "$seconds" >/dev/null
stop_offenders
memory >"$work/memory.before"
for ((round = 1; round <= rounds; round++)); do
  load "$seconds" >>"$work/quiet"
  start_offenders $round
  load "$seconds" >>"$work/slow"
  if [ $round = "$rounds" ]; then
    memory >"$work/memory.during"
    echo >"$work/stop.$round"
    until grep -q last "$work/peers.$round"; do sleep 0.2; done
  fi
  stop_offenders
  echo "round $round, p99 in µs and requests a second: quiet $(tail -n1 "$work/quiet"), with offenders $(tail -n1 "$work/slow")"
done
memory >"$work/memory.after"

python3 - "$work" "$rounds" "$seconds" "$heads" "$bodies" "$readers" "$connections" "$here/RESULTS.md" <<'PY'
import datetime, os, platform, re, statistics, subprocess, sys
work, rounds, seconds, heads, bodies, readers, connections, out = sys.argv[1:]
def rows(name):
    return [[float(n) for n in line.split()] for line in open(f'{work}/{name}')]
def sh(command):
    return subprocess.run(command, shell=True, capture_output=True, text=True).stdout.strip()
def show(name, column, form):
    numbers = [row[column] for row in rows(name)]
    return f'{form(statistics.median(numbers))} ({form(min(numbers))} to {form(max(numbers))})'
peers = {}
for line in open(f'{work}/peers.{rounds}'):
    words = line.split()
    if len(words) == 3:
        peers[words[0]] = int(words[1]), float(words[2])
    elif len(words) == 2:
        last = words[1]
commit = sh(f'git -C {os.path.dirname(out)} rev-parse --short HEAD')
cpu = sh("sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n1")
p99 = [statistics.median(row[0] for row in rows(name)) for name in ('quiet', 'slow')]
ms = lambda n: f'{n / 1000:.2f} ms'
rate = lambda n: f'{n:,.0f}'
mib = lambda n: f'{n / 2**20:.1f} MiB'
memory = [rows(f'memory.{when}')[0] for when in ('before', 'during', 'after')]
text = f'''## Slow clients

Made by `slow.sh` on {datetime.date.today()} at commit {commit}: {cpu}, {platform.system()} {platform.release()}. {int(heads):,} connections
send a byte every 5 s of a head that never ends, {bodies} of a body, {readers} read 10 bytes every 5 s of an 8 GiB file with the
smallest receive buffer; who is cut off comes back at once, while the round lasts. The others are wrk with {connections} keep-alive connections, each of
which asks for a 1 KiB file and then waits 5 to 15 ms. The server alone on one core, everybody else on another, where wrk goes
first; {rounds} rounds of {seconds} s, in turn, after one that does not count: median (least to most).

| | quiet | with slow clients |
|---|---|---|
| the others' 99th percentile | {show('quiet', 0, ms)} | {show('slow', 0, ms)} |
| the others' requests a second | {show('quiet', 1, rate)} | {show('slow', 1, rate)} |

The ratio of the 99th percentiles is {p99[1] / p99[0]:.2f}. The server's memory before, with all of them, and after:
live heap {', '.join(mib(m[0]) for m in memory)}; resident {', '.join(mib(m[1]) for m in memory)}.

When the last round was over nobody came back any more, and after {last} s the last offender was gone.

| offenders of the last round | cut off | longest life |
|---|---|---|
''' + ''.join(f'| {name} | {peers[kind][0]:,} | {peers[kind][1]:.1f} s |\n' for kind, name in
              (('head', 'dribble a head'), ('body', 'dribble a body'), ('reader', 'hardly read')))
old = open(out).read() if os.path.exists(out) else '# Measurements\n'
kept = re.sub(r'(?ms)^## Slow clients\n.*?(?=^## |\Z)', '', old).rstrip('\n')
open(out, 'w').write(kept + '\n\n' + text)
print(text)
PY
