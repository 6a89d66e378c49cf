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
. "$(dirname "$0")/lib.sh"

heads=4000
bodies=200
readers=50
need wrk python3 taskset chrt jcmd

truncate -s 8G "$work/root/large.bin"
start_medusa --http 127.0.0.1:0
port=$(port_of http)

memory() { # → live heap after full collections, and resident, in bytes
  local heap
  heap=$(live_heap)
  echo "$heap $(awk '/^VmRSS/ { print $2 * 1024 }' "/proc/$medusa_pid/status")"
}

start_slow() { start_offenders "$1" "$here/slow_peers.py" "$port" $heads $bodies $readers; } # round

# The compiler's warm-up, for both kinds of rounds.
run_wrk -d10s "http://127.0.0.1:$port/1k.txt"
start_slow 0
paced_load "$port" "$seconds" >/dev/null
stop_offenders
memory >"$work/memory.before"
for ((round = 1; round <= rounds; round++)); do
  paced_load "$port" "$seconds" >>"$work/quiet"
  start_slow $round
  paced_load "$port" "$seconds" >>"$work/slow"
  if [ $round = "$rounds" ]; then
    memory >"$work/memory.during"
    echo >"$work/stop.$round"
    await "$offenders" grep -q last "$work/peers.$round"
  fi
  stop_offenders
  echo "round $round, p99 in µs and requests a second: quiet $(tail -n1 "$work/quiet"), with offenders $(tail -n1 "$work/slow")"
done
memory >"$work/memory.after"

python3 - "$work" "$rounds" "$seconds" "$heads" "$bodies" "$readers" "$connections" <<'PY'
import sys
from results import made_by, median, rows, spread, write
work, rounds, seconds, heads, bodies, readers, connections = sys.argv[1:]
peers = {}
for line in open(f'{work}/peers.{rounds}'):
    words = line.split()
    if len(words) == 3:
        peers[words[0]] = int(words[1]), float(words[2])
    elif len(words) == 2:
        last = words[1]
quiet, slow = f'{work}/quiet', f'{work}/slow'
ms = lambda n: f'{n / 1000:.2f} ms'
mib = lambda n: f'{n / 2**20:.1f} MiB'
memory = [rows(f'{work}/memory.{when}')[0] for when in ('before', 'during', 'after')]
write('Slow clients', f'''{made_by('slow.sh')}. {int(heads):,} connections
send a byte every 5 s of a head that never ends, {bodies} of a body, {readers} read 10 bytes every 5 s of an 8 GiB file with the
smallest receive buffer; who is cut off comes back at once, while the round lasts. The others are wrk with {connections} keep-alive connections, each of
which asks for a 1 KiB file and then waits 5 to 15 ms. The server alone on one core, everybody else on another, where wrk goes
first; {rounds} rounds of {seconds} s, in turn, after one that does not count: median (least to most).

| | quiet | with slow clients |
|---|---|---|
| the others' 99th percentile | {spread(quiet, 0, ms)} | {spread(slow, 0, ms)} |
| the others' requests a second | {spread(quiet, 1)} | {spread(slow, 1)} |

The ratio of the 99th percentiles is {median(slow) / median(quiet):.2f}. The server's memory before, with all of them, and after:
live heap {', '.join(mib(m[0]) for m in memory)}; resident {', '.join(mib(m[1]) for m in memory)}.

When the last round was over nobody came back any more, and after {last} s the last offender was gone.

| offenders of the last round | cut off | longest life |
|---|---|---|
''' + ''.join(f'| {name} | {peers[kind][0]:,} | {peers[kind][1]:.1f} s |\n' for kind, name in
              (('head', 'dribble a head'), ('body', 'dribble a body'), ('reader', 'hardly read'))))
PY
