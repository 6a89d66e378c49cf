#!/usr/bin/env bash
# Measures what clients notice while extensions of a running server are added, moved, removed, and loaded again from JARs of
# other bytes, as fast as the server takes it: nothing, which means that no request may be lost, or be answered by anybody
# but the extension that it is for. Writes its part of RESULTS.md beside this script.
#
#   engine/benchmarks/extensions.sh [rounds] [seconds]         (5 rounds of 20 seconds without arguments)
#
# Needs: the packaged distribution, wrk, python3, curl, taskset and jcmd. Everything stays on the loopback interface.
set -euo pipefail

rounds=${1:-5}
seconds=${2:-20}
. "$(dirname "$0")/lib.sh"

clients=16
versions=24
need wrk python3 curl taskset jcmd

java_home=$(MEDUSA_JAVA_OPTIONS=-XshowSettings:properties "$medusa" --version 2>&1 | sed -n 's/^ *java.home = //p')

build() { # version: its JAR is $work/built/VERSION.jar
  local classes=$work/classes
  rm -rf "$classes"
  mkdir -p "$classes/META-INF/services" "$work/source" "$work/built"
  sed "s/@VERSION@/$1/" "$here/probe/Probe.java" >"$work/source/Probe.java"
  "$java_home/bin/javac" -proc:none -cp "$here/../../installer/target/medusa/lib/*" -d "$classes" "$work/source/Probe.java"
  echo Probe >"$classes/META-INF/services/medusa.http.ExtensionType"
  "$java_home/bin/jar" --create --file "$work/built/$1.jar" -C "$classes" .
}

block() { echo "{ type = \"probe\", name = \"$1\", who = \"$1\" }"; }
a=$(block a) b=$(block b) c=$(block c)
orders=("$a, $b" "$b, $a" "$a, $b, $c" "$c, $a" "$a" "$b, $c, $a")

configure() { # order: at once, as the server might read at any time
  printf 'extensions-folder = "%s"\nextensions = [%s]\n' "$work/jars" "$1" >"$work/new.toml"
  mv "$work/new.toml" "$work/medusa.toml"
}

install_version() { # version
  cp "$work/built/$1.jar" "$work/jars/probe.jar.new"
  mv "$work/jars/probe.jar.new" "$work/jars/probe.jar"
}

current() { curl -s --max-time 5 "http://127.0.0.1:$port/a/who" | cut -d' ' -f2; }

is_current() { [ "$(current)" = "$1" ]; }

change_for() { # seconds: their number, and how many took effect with the first look at the answer, go to $work/changes
  local end=$((SECONDS + $1)) count=0
  while ((SECONDS < end)); do
    version=$((version % versions + 1))
    install_version $version
    configure "${orders[count % ${#orders[@]}]}"
    kill -HUP "$medusa_pid"
    await "$medusa_pid" is_current $version
    count=$((count + 1))
  done
  echo $count >>"$work/changes"
}

load() { # kind: requests a second and what extensions.lua counts become a line of $work/KIND
  taskset -c $load_core wrk -t$clients -c$clients -d"$seconds"s --latency -s "$here/extensions.lua" \
    "http://127.0.0.1:$port/" >"$work/wrk"
  echo "$(sed -n 's/^Requests\/sec: *//p' "$work/wrk") $(sed -n 's/^checked //p' "$work/wrk")" >>"$work/$1"
  echo "round $round, $1: $(tail -n1 "$work/$1")"
}

loaders() { as_server jcmd "$medusa_pid" GC.class_histogram | awk '/medusa.server.JarLoader / { print $2 }'; }

for ((version = 1; version <= versions; version++)); do build $version; done
version=1
mkdir "$work/jars"
install_version 1
configure "$a, $b"
start_medusa --config "$work/medusa.toml" --http 127.0.0.1:0
port=$(port_of http)
is_current 1 || fail "the extension does not answer"
load_while_changing() { # kind
  change_for "$seconds" & local changing=$!
  load "$1"
  wait $changing
  version=$(current)
}

round=0
load_while_changing warm # the compiler's warm-up, for both kinds of rounds
load warm
rm "$work/changes"
for ((round = 1; round <= rounds; round++)); do
  load quiet
  load_while_changing changing
done
loaders >"$work/loaders"
loaders >"$work/loaders" # what only finalization held is gone now

python3 - "$work" "$rounds" "$seconds" $clients $versions <<'PY'
import sys
from results import made_by, rows, spread, write
work, rounds, seconds, clients, versions = sys.argv[1:]
kinds = ('quiet', 'changing')
RATE, ANSWERS, GONE, LOST, MISROUTED, ERRORS, TIMEOUTS, SEEN, P99 = range(9)
total = lambda kind, column: sum(row[column] for row in rows(f'{work}/{kind}'))
def row(name, value): return f'| {name} | ' + ' | '.join(value(kind) for kind in kinds) + ' |\n'
changes = sum(n for n, in rows(f'{work}/changes'))
write('Changing extensions', f'''{made_by('extensions.sh')}. {clients} keep-alive connections ask
in turn for two extensions that come and go, for one that is always there, and for a 1 KiB file. Meanwhile the configuration is
written anew and SIGHUP sent, as fast as the server follows: each time all extensions are made again from a JAR of other bytes, and some
are added, removed or moved. Each answer says which extension made it, of which version, and for what path. The server alone on one
core, clients and whoever changes it on another; {rounds} rounds of {seconds} s of each kind, in turn.

| | quiet | while extensions change |
|---|---|---|
''' + row('requests a second: median (least to most)', lambda kind: spread(f'{work}/{kind}', RATE))
    + row('99th percentile: median (least to most)', lambda kind: spread(f'{work}/{kind}', P99, lambda n: f'{n / 1000:.2f} ms'))
    + row('answers looked at', lambda kind: f'{total(kind, ANSWERS):,.0f}')
    + row('answers of another extension or path', lambda kind: f'{total(kind, MISROUTED):,.0f}')
    + row('wrong answers otherwise', lambda kind: f'{total(kind, LOST):,.0f}')
    + row('errors of sockets, and timeouts', lambda kind: f'{total(kind, ERRORS) + total(kind, TIMEOUTS):,.0f}')
    + row('404 while the extension was not there', lambda kind: f'{total(kind, GONE):,.0f}') + f'''
{changes:,.0f} changes, each with other bytes of the JAR; every one of them showed in the answers ({versions} versions, again and again).
Class loaders of JARs that were left at the end, after a full collection: {open(f'{work}/loaders').read().strip()}.''')
bad = sum(total(kind, column) for kind in kinds for column in (LOST, MISROUTED, ERRORS, TIMEOUTS))
if bad:
    sys.exit(f'{bad:.0f} requests were lost or answered by somebody else')
PY
