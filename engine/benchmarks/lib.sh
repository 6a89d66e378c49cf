# What the benchmark scripts have in common; they source it. A folder for their files, which the servers serve and which is
# gone at the end like everything that was started; the servers alone on one core, the load on another.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
medusa=$here/../../installer/target/medusa/bin/medusa
server_core=0
load_core=1
connections=64
work=$(mktemp -d)
chmod 755 "$work"
pids=()
folders=("$work") # gone at the end
root=$work/root # what is served
export PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1

stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "${folders[@]}"
}
trap stop EXIT

mkdir "$work/root"
head -c 1024 /dev/zero | tr '\0' 'x' >"$work/root/1k.txt"
ulimit -n "$(ulimit -Hn)"

fail() { echo "${0##*/}: $*" >&2; exit 1; }

need() { # tools
  for tool in "$@"; do command -v "$tool" >/dev/null || fail "$tool is missing"; done
  [ -x "$medusa" ] || fail "first run mvn -q -DskipTests package"
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

await() { # pid command: until it succeeds; the process must live so long
  until "${@:2}"; do
    kill -0 "$1" 2>/dev/null || { "${@:2}"; return; } # it may have ended just after it had succeeded
    sleep 0.1
  done
}

start_medusa() { # further arguments → its pid in $medusa_pid, its output in $work/medusa.out
  case " $* " in *' --ftp '*) ;; *) set -- --ftp off "$@" ;; esac
  taskset -c $server_core "$medusa" serve --root "$root" --monitor off --quiet \
    --set http.access-log=off --set limits.connections-per-address=0 "$@" >"$work/medusa.out" & pids+=($!)
  medusa_pid=$!
  await "$medusa_pid" grep -q '^medusa: ready' "$work/medusa.out"
}

port_of() { sed -n "s/^medusa: $1 listening on .*:\([0-9]*\)\$/\1/p" "$work/medusa.out"; } # http or https

# The JVM answers only to its own user.
as_server() { if [ "$(id -u)" = 0 ]; then setpriv --reuid nobody --regid "$(id -g nobody)" --clear-groups "$@"; else "$@"; fi; }
# Bytes that are alive after a full collection, without the gaps between objects.
live_heap() {
  as_server jcmd "$medusa_pid" GC.class_histogram >/dev/null
  as_server jcmd "$medusa_pid" GC.class_histogram | awk '/FillerElement/ { gap = $3 } /^Total/ { print $3 - gap }'
}

# A certificate for a name and 127.0.0.1, signed by itself.
certificate() { # name of its files, host name, kind of key for openssl
  openssl req -x509 -newkey "${@:3}" -nodes -days 30 -subj "/CN=$2" -addext "subjectAltName=DNS:$2,IP:127.0.0.1" \
    -keyout "$work/$1.key" -out "$work/$1.pem" 2>"$work/openssl.log" || { cat "$work/openssl.log" >&2; exit 1; }
  chmod 644 "$work/$1.key" # the server looks after it when it is nobody
}

# wrk's report in $work/wrk, and nothing in it that is not as it should be.
run_wrk() { # arguments
  taskset -c $load_core wrk -t1 -c$connections "$@" >"$work/wrk"
  if grep -Eq 'Non-2xx|Socket errors' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
}

# Moderate, so that the time is the server's and not that of a queue: some 6,000 requests a second.
paced_load() { # port seconds → the 99th percentile in microseconds, and requests a second
  echo 'function delay() return math.random(5, 15) end' >"$work/pace.lua"
  run_wrk -d"$2"s --latency -s "$work/pace.lua" "http://127.0.0.1:$1/1k.txt"
  awk '$1 == "99%" { n = $2 + 0; if ($2 ~ /us$/) f = 1; else if ($2 ~ /ms$/) f = 1000; else f = 1000000; p = n * f }
       $1 == "Requests/sec:" { r = $2 } END { print p, r }' "$work/wrk"
}

# Those who disturb run only when wrk does not want the core, or its waiting for them would be measured. The first line on
# the standard input of such a program, $work/stop.ROUND, tells it that the round is over.
start_offenders() { # round program arguments → its pid in $offenders, its output in $work/peers.ROUND
  mkfifo "$work/stop.$1"
  taskset -c $load_core chrt --idle 0 python3 "${@:2}" <>"$work/stop.$1" >"$work/peers.$1" & offenders=$!
  pids+=("$offenders")
  await "$offenders" grep -q connected "$work/peers.$1"
}

stop_offenders() {
  kill "$offenders" 2>/dev/null || true
  wait "$offenders" 2>/dev/null || true
  sleep 3 # the last of them are lingered for
}
