#!/usr/bin/env bash
# Measures what others notice of a flood of wrong log-ins from one address, each with another password: how fast they are
# served, when the address is banned, and what the server keeps of it. The server is alone on one core; the flood and wrk, who
# stands for the others, share the other one. A round without the flood, one with it. Writes its part of RESULTS.md beside this
# script.
#
#   engine/benchmarks/logins.sh [seconds] [rate]         (60 seconds of 1,000 log-ins a second without arguments)
#
# Needs: the packaged distribution, wrk, python3, curl, taskset, chrt and jcmd. Everything stays on the loopback interface.
set -euo pipefail

seconds=${1:-60}
rate=${2:-1000}
. "$(dirname "$0")/lib.sh"

need wrk python3 curl taskset chrt jcmd
warmup=10

printf 'secret-of-anna\n' | "$medusa" passwd "$work/users" anna >"$work/passwd.log" 2>&1
chmod 644 "$work/users" # the server looks after it when it is nobody
start_medusa --http 127.0.0.1:0 --users "$work/users" --set 'extensions=[{ type = "auth", realm = "flood" }]' 2>"$work/medusa.log"
port=$(port_of http)

memory() { # → live heap after full collections, and resident, in bytes
  local heap
  heap=$(live_heap)
  echo "$heap $(awk '/^VmRSS/ { print $2 * 1024 }' "/proc/$medusa_pid/status")"
}

code() { curl -s -o "$work/answer" -w '%{http_code}' "$@" "http://127.0.0.1:$port/1k.txt"; } # of a request

# What is measured is there: a right password, a wrong one, and none.
[ "$(code -u anna:secret-of-anna) $(code -u anna:wrong) $(code)" = '200 401 200' ] || fail 'log-ins do not work'

# The compiler's warm-up, for both kinds of rounds.
paced_load "$port" "$warmup" >/dev/null
memory >"$work/memory.before"
paced_load "$port" "$seconds" >"$work/quiet"
start_offenders 1 "$here/login_flood.py" "$port" "$rate"
paced_load "$port" "$seconds" >"$work/flood"
memory >"$work/memory.during"
echo >"$work/stop.1"
await "$offenders" grep -q banned "$work/peers.1"
memory >"$work/memory.after"
lines=$(grep -c 'is refused\|tries again' "$work/medusa.log" || true)

python3 - "$work" "$seconds" "$rate" $connections "$lines" <<'PY'
import sys
from results import made_by, rows, write
work, seconds, rate, connections, lines = sys.argv[1:]
told = {line.split()[0]: [float(n) for n in line.split()[1:]] for line in open(f'{work}/peers.1') if ' ' in line}
count = lambda status: int(told.get(status, [0])[0])
(quiet,), (flood,) = rows(f'{work}/quiet'), rows(f'{work}/flood')
memory = [rows(f'{work}/memory.{when}')[0] for when in ('before', 'during', 'after')]
mib = lambda n: f'{n / 2**20:.1f} MiB'
ms = lambda n: f'{n / 1000:.2f} ms'
asked, took = told['asked']
write('A flood of log-ins', f'''{made_by('logins.sh')}. For {seconds} s
somebody at 127.0.0.2 logs in {int(rate):,} times a second, each time with another password for a user whom there is; the hash of a
password takes a fifth of a second. The others are wrk at 127.0.0.1 with {connections} keep-alive connections without a log-in, each of which asks for a
1 KiB file and then waits 5 to 15 ms. The server alone on one core, which its workers share with the reactor, everybody else on
another, where wrk goes first; one round of each kind, after a warm-up.

| | quiet | with the flood |
|---|---|---|
| the others' 99th percentile | {ms(quiet[0])} | {ms(flood[0])} |
| the others' requests a second | {quiet[1]:,.0f} | {flood[1]:,.0f} |

Of {asked:,.0f} log-ins ({asked / took:,.0f} a second) {count('401'):,} were told that name or password is wrong (401), {count('503'):,} to come
back when fewer are waiting (503), and {count('429'):,} to come back when their ban is over (429); {count('lost'):,} were not answered. The first
ban began after {told['banned'][0]:.1f} s. The log has {lines} lines of it. The server's memory before, during, and after: live heap
{', '.join(mib(m[0]) for m in memory)}; resident {', '.join(mib(m[1]) for m in memory)}.''')
answers = {'401', '429', '503'}
if told['banned'][0] < 0 or any(status.isdigit() and status not in answers for status in told):
    sys.exit(f'there was no ban, or another answer: {told}')
PY
