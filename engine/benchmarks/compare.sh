#!/usr/bin/env bash
# Measures Medusa beside nginx on this machine: each server alone on one core, the load on another, round by round in turn,
# medians of the rounds. Writes RESULTS.md beside this script.
#
#   engine/benchmarks/compare.sh [rounds] [seconds]         (7 rounds of 5 seconds without arguments)
#
# Needs: the packaged distribution, nginx, wrk, python3, taskset and jcmd. Everything stays on the loopback interface.
set -euo pipefail

rounds=${1:-7}
seconds=${2:-5}
here=$(cd "$(dirname "$0")" && pwd)
medusa=$here/../../installer/target/medusa/bin/medusa
server_core=0
load_core=1
connections=64
idle=5000
work=$(mktemp -d)
chmod 755 "$work"
pids=()

stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

for tool in nginx wrk python3 taskset jcmd; do
  command -v "$tool" >/dev/null || { echo "compare.sh: $tool is missing" >&2; exit 1; }
done
[ -x "$medusa" ] || { echo "compare.sh: first run mvn -q -DskipTests package" >&2; exit 1; }

mkdir "$work/root"
head -c 1024 /dev/zero | tr '\0' 'x' >"$work/root/1k.txt"
head -c 102400 /dev/urandom >"$work/root/100k.bin"
ulimit -n "$(ulimit -Hn)"

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

nginx_port=$(free_port)
cat >"$work/nginx.conf" <<CONF
daemon off; worker_processes 1; pid $work/nginx.pid; error_log $work/nginx.log;
$( [ "$(id -u)" = 0 ] && echo 'user nobody nogroup;' )
events { worker_connections 10000; }
http {
  include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  open_file_cache max=1000 inactive=60s; open_file_cache_valid 1s;
  server { listen 127.0.0.1:$nginx_port backlog=4096; root $work/root; }
}
CONF
taskset -c $server_core nginx -c "$work/nginx.conf" & pids+=($!)

taskset -c $server_core "$medusa" serve --root "$work/root" --http 127.0.0.1:0 --ftp off --monitor off --quiet \
  --set http.access-log=off --set limits.connections-per-address=0 >"$work/medusa.out" & pids+=($!)
medusa_pid=$!
until grep -q '^medusa: ready' "$work/medusa.out"; do kill -0 "$medusa_pid"; sleep 0.1; done
medusa_port=$(sed -n 's/^medusa: http listening on .*:\([0-9]*\)$/\1/p' "$work/medusa.out")
until curl -fs -o "$work/reply" "http://127.0.0.1:$nginx_port/1k.txt"; do sleep 0.1; done

for file in 1k.txt 100k.bin; do
  for port in "$nginx_port" "$medusa_port"; do
    curl -fs "http://127.0.0.1:$port/$file" | cmp - "$work/root/$file"
  done
done

load() { # port file seconds → requests a second
  taskset -c $load_core wrk -t1 -c$connections -d"$3"s "http://127.0.0.1:$1/$2" >"$work/wrk"
  if grep -Eq 'Non-2xx|Socket errors' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
  sed -n 's/^Requests\/sec: *//p' "$work/wrk"
}

for file in 1k.txt 100k.bin; do
  load "$medusa_port" $file 8 >/dev/null   # the compiler's warm-up; nginx needs none, but gets the same
  load "$nginx_port" $file 8 >/dev/null
  for ((round = 1; round <= rounds; round++)); do
    load "$nginx_port" $file "$seconds" >>"$work/nginx.$file"
    load "$medusa_port" $file "$seconds" >>"$work/medusa.$file"
    echo "$file round $round: nginx $(tail -n1 "$work/nginx.$file"), medusa $(tail -n1 "$work/medusa.$file")"
  done
done

# The JVM answers only to its own user.
as_server() { if [ "$(id -u)" = 0 ]; then setpriv --reuid nobody --regid "$(id -g nobody)" --clear-groups "$@"; else "$@"; fi; }
# Bytes that are alive after a full collection, without the gaps between objects.
histogram() { as_server jcmd "$medusa_pid" GC.class_histogram | awk '/FillerElement/ { gap = $3 } /^Total/ { print $3 - gap }'; }
histogram >/dev/null; before=$(histogram)
python3 - "$medusa_port" "$idle" "$work/held" <<'PY' & pids+=($!)
import os, socket, sys, time
held = []
for _ in range(int(sys.argv[2])):
    s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
    s.sendall(b'GET /1k.txt HTTP/1.1\r\nHost: localhost\r\n\r\n')
    need = 0
    while need < 1024:
        need += len(s.recv(65536))
    held.append(s)
open(sys.argv[3], 'w').close()
time.sleep(45)
PY
until [ -e "$work/held" ]; do sleep 0.2; done
histogram >/dev/null; after=$(histogram)
each=$(( (after - before) / idle ))

python3 - "$work" "$rounds" "$seconds" "$each" "$idle" "$here/RESULTS.md" <<'PY'
import datetime, os, platform, statistics, subprocess, sys
work, rounds, seconds, each, idle, out = sys.argv[1:]
def rates(server, file):
    return [float(line) for line in open(f'{work}/{server}.{file}')]
def sh(command):
    return subprocess.run(command, shell=True, capture_output=True, text=True).stdout.strip()
commit = sh(f'git -C {os.path.dirname(out)} rev-parse --short HEAD')
cpu = sh("sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n1")
lines = ['# Measurements', '',
    f'Made by `compare.sh` on {datetime.date.today()} at commit {commit}: {cpu}, {platform.system()} {platform.release()}, '
    f'{sh("nginx -v 2>&1").replace("nginx version: ", "")} with one worker. Each server alone on one core, wrk with 64 keep-alive '
    f'connections on another; {rounds} rounds of {seconds} s, in turn; access logs off. Requests a second: median (least to most).', '',
    '| file | nginx | Medusa | ratio of medians |', '|---|---|---|---|']
for file, name in (('1k.txt', '1 KiB'), ('100k.bin', '100 KiB')):
    n, m = rates('nginx', file), rates('medusa', file)
    show = lambda r: f'{statistics.median(r):,.0f} ({min(r):,.0f} to {max(r):,.0f})'
    lines.append(f'| {name} | {show(n)} | {show(m)} | {statistics.median(m) / statistics.median(n):.2f} |')
lines += ['', f'Live heap for each idle keep-alive connection that has been served once: {each} bytes (slope over {idle} '
    'connections, after full collections).']
rest = open(out).read().partition('\n## ') if os.path.exists(out) else ('', '', '') # what other scripts have measured
open(out, 'w').write('\n'.join(lines) + '\n' + rest[1] + rest[2])
print('\n'.join(lines))
PY
