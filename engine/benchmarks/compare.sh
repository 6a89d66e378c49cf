#!/usr/bin/env bash
# Measures Medusa beside nginx on this machine, with TLS beside nginx and Jetty, and with FTP beside vsftpd and pyftpdlib: each
# server alone on one core, the load on another, round by round in turn, medians of the rounds. Writes its three parts of
# RESULTS.md beside this script.
#
#   engine/benchmarks/compare.sh [rounds] [seconds] [plain|tls|ftp|all]     (7 rounds of 5 seconds of all without arguments)
#
# Needs: the packaged distribution, nginx, wrk, python3, taskset, curl and jcmd; with TLS also openssl and mvn, which fetches
# Jetty; with FTP root, vsftpd, and pyftpdlib for the system's python3. Everything else stays on the loopback interface.
set -euo pipefail

rounds=${1:-7}
seconds=${2:-5}
part=${3:-all}
. "$(dirname "$0")/lib.sh"

# Seconds, for the JVM's compiler, which has no core but the server's.
declare -A warm_up=([1k.txt]=8 [100k.bin]=8 [tls-requests]=20 [tls-handshakes]=30 [tls-download]=6
  [ftp-logins]=8 [ftp-store]=5 [ftp-fetch]=3 [ftp-crowd]=1)
nginx_warm_up=2 # has nothing to compile
idle=5000
handshakes_at_once=16
suite=TLS_AES_128_GCM_SHA256
group=X25519
declare -A port pid
servers=()

case $part in plain | tls | ftp | all) ;; *) fail "$part is none of plain, tls, ftp, all" ;; esac
need nginx wrk python3 taskset curl jcmd
case $part in tls | all) need openssl mvn ;; esac
case $part in ftp | all) need vsftpd pgrep; [ "$(id -u)" = 0 ] || fail 'vsftpd needs root' ;; esac

start_nginx() { # name options of listen, further lines of its server
  port[nginx]=$(free_port)
  cat >"$work/$1.conf" <<CONF
daemon off; worker_processes 1; pid $work/$1.pid; error_log $work/$1.log;
$( [ "$(id -u)" = 0 ] && echo 'user nobody nogroup;' )
events { worker_connections 10000; }
http {
  include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  open_file_cache max=1000 inactive=60s; open_file_cache_valid 1s;
  server { listen 127.0.0.1:${port[nginx]} $2 backlog=4096; root $work/root; $3 }
}
CONF
  taskset -c $server_core nginx -c "$work/$1.conf" & pids+=($!)
  pid[nginx]=$!
}

fetch() { curl -fsS --cacert "$work/p256.pem" -o "$work/reply" "$1"; }

in_turn() { # name command: which is given a server and seconds, and prints numbers
  local name=$1 round server warm said
  shift
  for server in "${servers[@]}"; do
    if [ "$server" = nginx ]; then warm=$nginx_warm_up; else warm=${warm_up[$name]}; fi
    "$@" "$server" "$warm" >/dev/null
  done
  for ((round = 1; round <= rounds; round++)); do
    said=''
    for server in "${servers[@]}"; do
      "$@" "$server" "$seconds" >"$work/number"
      cat "$work/number" >>"$work/$server.$name"
      said+=" $server $(cat "$work/number")"
    done
    echo "$name round $round:$said"
  done
}

requests() { # scheme file server seconds → a second
  run_wrk -d"$4"s "$1://127.0.0.1:${port[$3]}/$2"
  sed -n 's/^Requests\/sec: *//p' "$work/wrk"
}

handshakes() { # server seconds → a second, and in one second of the server's processor time
  taskset -c $load_core python3 "$here/handshakes_load.py" "${port[$1]}" "$2" $handshakes_at_once \
    "${pid[$1]}" $(pgrep -P "${pid[$1]}") # nginx works in a child
}

download() { # server seconds: a new connection every 2 s or so → megabytes a second, from its first byte to its last
  for ((i = 0; i < $2; i += 2)); do
    taskset -c $load_core curl -fsS --cacert "$work/p256.pem" -o /dev/null -w '%{size_download} %{time_starttransfer} %{time_total}\n' \
      "https://127.0.0.1:${port[$1]}/1g.bin"
  done | awk '$1 != 2^30 { exit 1 } { bytes += $1; time += $3 - $2 } END { printf "%.1f\n", bytes / time / 1e6 }'
}

plain() {
  servers=(nginx medusa)
  head -c 102400 /dev/urandom >"$work/root/100k.bin"
  start_nginx plain '' ''
  start_medusa --http 127.0.0.1:0
  port[medusa]=$(port_of http) pid[medusa]=$medusa_pid
  await "${pid[nginx]}" fetch "http://127.0.0.1:${port[nginx]}/1k.txt"
  for file in 1k.txt 100k.bin; do
    for server in "${servers[@]}"; do
      curl -fs "http://127.0.0.1:${port[$server]}/$file" | cmp - "$work/root/$file"
    done
    in_turn $file requests http $file
  done
  measure_idle "${port[medusa]}"
  kill "$medusa_pid" "${pid[nginx]}"
  python3 - "$work" "$rounds" "$seconds" "$each" $idle <<'PY'
import sys
from results import made_by, median, sh, spread, write
work, rounds, seconds, each, idle = sys.argv[1:]
version = sh('nginx -v 2>&1').replace('nginx version: ', '')
rows = ''
for file, name in (('1k.txt', '1 KiB'), ('100k.bin', '100 KiB')):
    nginx, medusa = f'{work}/nginx.{file}', f'{work}/medusa.{file}'
    rows += f'| {name} | {spread(nginx)} | {spread(medusa)} | {median(medusa) / median(nginx):.2f} |\n'
write(None, f'''{made_by('compare.sh')}, {version} with one worker. Each server alone on one core, wrk with 64 keep-alive connections on another; {rounds} rounds of {seconds} s, in turn; access logs off. Requests a second: median (least to most).

| file | nginx | Medusa | ratio of medians |
|---|---|---|---|
{rows}
Live heap for each idle keep-alive connection that has been served once: {each} bytes (slope over {idle} connections, after full collections).''')
PY
}

measure_idle() { # port → bytes for each connection, in $each
  local before after
  before=$(live_heap)
  python3 - "$1" $idle "$work/held" <<'PY' & pids+=($!)
import socket, sys, time
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
  await $! test -e "$work/held"
  after=$(live_heap)
  each=$(((after - before) / idle))
}

start_jetty() {
  mvn -q -B -f "$here/peer/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/jetty" >"$work/mvn.out" ||
    { cat "$work/mvn.out" >&2; fail 'mvn could not fetch Jetty'; }
  openssl pkcs12 -export -in "$work/p256.pem" -inkey "$work/p256.key" -passout pass:measured -out "$work/p256.p12"
  taskset -c $server_core "$(readlink "/proc/$medusa_pid/exe")" -cp "$work/jetty/*" "$here/peer/JettyPeer.java" \
    "$work/root" "$work/p256.p12" measured >"$work/jetty.out" & pids+=($!)
  pid[jetty]=$!
  await $! grep -qs listening "$work/jetty.out"
  port[jetty]=$(sed -n 's/.* listening on //p' "$work/jetty.out")
}

# All serve the same, and the same way.
compare_tls() {
  local said
  for server in "${servers[@]}"; do
    fetch "https://127.0.0.1:${port[$server]}/1k.txt"
    cmp "$work/reply" "$work/root/1k.txt"
    said=$(openssl s_client -connect "127.0.0.1:${port[$server]}" -CAfile "$work/p256.pem" </dev/null 2>&1) || true
    for word in "New, TLSv1.3, Cipher is $suite" "Server Temp Key: $group" 'Peer signature type: ECDSA' 'Verification: OK'; do
      grep -q "$word" <<<"$said" || { echo "$said" >&2; fail "$server: not $word"; }
    done
  done
}

tls() {
  servers=(nginx jetty medusa)
  truncate -s 1G "$work/root/1g.bin"
  certificate p256 localhost ec -pkeyopt ec_paramgen_curve:prime256v1
  start_nginx tls ssl "ssl_certificate $work/p256.pem; ssl_certificate_key $work/p256.key; ssl_protocols TLSv1.3;
    ssl_conf_command Ciphersuites $suite;"
  start_medusa --http off --https 127.0.0.1:0 --set 'tls.protocols=["TLSv1.3"]' --set "tls.cipher-suites=[\"$suite\"]" \
    --set "tls.certificates=[{ certificate = \"$work/p256.pem\", key = \"$work/p256.key\" }]"
  port[medusa]=$(port_of https) pid[medusa]=$medusa_pid
  start_jetty
  await "${pid[nginx]}" fetch "https://127.0.0.1:${port[nginx]}/1k.txt"
  compare_tls
  in_turn tls-requests requests https 1k.txt
  in_turn tls-handshakes handshakes
  in_turn tls-download download
  python3 - "$work" "$rounds" "$seconds" $handshakes_at_once $suite $group <<'PY'
import os, sys
from results import made_by, median, sh, spread, write
work, rounds, seconds, at_once, suite, group = sys.argv[1:]
version = sh('nginx -V 2>&1 | sed -n "s/^nginx version: //p; s/^built with \\(OpenSSL [^ ]*\\).*/with \\1/p"').replace('\n', ' ')
jetty = open(f'{work}/jetty.out').read().split()[1]
rows = ''
for name, column, text in (
        ('tls-requests', 0, 'keep-alive: requests a second for 1 KiB, wrk with 64 connections'),
        ('tls-handshakes', 0, f'full handshakes a second, each with one request for 1 KiB, {at_once} at once'),
        ('tls-handshakes', 1, "the same, in one second of the server's processor time"),
        ('tls-download', 0, 'one download of 1 GiB with curl: MB/s')):
    paths = [f'{work}/{server}.{name}' for server in ('nginx', 'jetty', 'medusa')]
    nginx, peer, own = (median(path, column) for path in paths)
    rows += f'| {text} | {" | ".join(spread(path, column) for path in paths)} | {own / nginx:.2f} | {own / peer:.2f} |\n'
write('TLS', f'''{made_by('compare.sh')}. {version} with one worker, Jetty {jetty} on the same Java as Medusa; both
in Java with the JDK's own TLS, and Jetty with the JVM's default options. TLS 1.3 with {suite}, {group} and the same P-256 certificate for
all. Each server alone on one core, the load on another; {rounds} rounds of {seconds} s, in turn; access logs off. No handshake resumes a session: the
client keeps none, and checks. A client's handshake costs about as much as a server's, and all clients share one core: what they
can do at most bounds the second row, but not the third. Median (least to most).

| | nginx | Jetty | Medusa | Medusa / nginx | Medusa / Jetty |
|---|---|---|---|---|---|
{rows}''')
PY
}

ftp_large=$((256 << 20))
ftp_small=$((10 << 20))
ftp_at_once=16
ftp_crowd=300

start_vsftpd() { # root
  port[vsftpd]=$(free_port)
  mkdir "$work/empty"
  cat >"$work/vsftpd.conf" <<CONF
listen=YES
listen_address=127.0.0.1
listen_port=${port[vsftpd]}
background=NO
local_enable=NO
anonymous_enable=YES
ftp_username=ftp
anon_root=$1
write_enable=YES
anon_upload_enable=YES
anon_other_write_enable=YES
anon_umask=022
xferlog_enable=NO
max_per_ip=0
secure_chroot_dir=$work/empty
CONF
  taskset -c $server_core vsftpd "$work/vsftpd.conf" & pids+=($!)
  pid[vsftpd]=$!
}

start_pyftpdlib() { # root
  port[pyftpdlib]=$(free_port)
  cat >"$work/pyftpdlib_peer.py" <<'PY'
import logging, sys
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer
logging.basicConfig(level=logging.WARNING)
FTPHandler.authorizer = DummyAuthorizer()
FTPHandler.authorizer.add_anonymous(sys.argv[1], perm='elradfmwMT')
server = FTPServer(('127.0.0.1', int(sys.argv[2])), FTPHandler, backlog=4096)
server.max_cons = 10000
server.serve_forever()
PY
  taskset -c $server_core /usr/bin/python3 "$work/pyftpdlib_peer.py" "$1" "${port[pyftpdlib]}" 2>"$work/pyftpdlib.log" & pids+=($!)
  pid[pyftpdlib]=$!
}

# Each what FtpLoad.java prints.
ftp_load() { taskset -c $load_core "$java" -XX:+UseSerialGC -cp "$work/load" FtpLoad "$@"; }
ftp_logins() { ftp_load logins "${port[$1]}" "$2" $ftp_at_once; }
ftp_store() { ftp_load store "${port[$1]}" "$2" "up/$1.bin" $ftp_large; }
ftp_fetch() { ftp_load fetch "${port[$1]}" "$2" large.bin $ftp_large; }
ftp_crowd() { ftp_load crowd "${port[$1]}" $ftp_crowd small.bin $ftp_small; }

# Of a server and all processes that it has made, with what they share counted once.
resident() { # pid → bytes
  for each in "$1" $(descendants "$1"); do sed -n 's/^Pss: *\([0-9]*\) kB/\1/p' "/proc/$each/smaps_rollup"; done |
    awk '{ sum += $1 } END { print sum * 1024 }'
}

descendants() { for child in $(pgrep -P "$1"); do echo "$child"; descendants "$child"; done; }

ftp_memory() { # server → of idle, and with many sessions, in MiB
  local before holder
  before=$(resident "${pid[$1]}")
  mkfifo "$work/hold.$1"
  taskset -c $load_core "$java" -XX:+UseSerialGC -cp "$work/load" FtpLoad hold "${port[$1]}" $ftp_crowd <>"$work/hold.$1" >"$work/held.$1" & pids+=($!)
  holder=$!
  await $holder grep -qs connected "$work/held.$1"
  echo "$before $(resident "${pid[$1]}")" | awk '{ print $1 / 2^20, $2 / 2^20 }' >"$work/$1.ftp-memory"
  kill $holder
}

ftp() {
  servers=(vsftpd pyftpdlib medusa)
  shared=$(mktemp -d -p /dev/shm)
  folders+=("$shared")
  mkdir "$shared/up"
  chmod 755 "$shared"
  chmod 777 "$shared/up" # each has another user
  head -c $ftp_large /dev/urandom >"$shared/large.bin"
  head -c $ftp_small /dev/urandom >"$shared/small.bin"
  start_vsftpd "$shared"
  start_pyftpdlib "$shared"
  root=$shared start_medusa --http off --ftp 127.0.0.1:0 --set ftp.anonymous=on \
    --set 'rights=[{ path = "/", who = ["*"], may = ["list", "read", "write", "delete"] }]'
  port[medusa]=$(port_of ftp) pid[medusa]=$medusa_pid
  java=$(readlink "/proc/$medusa_pid/exe")
  for server in "${servers[@]}"; do
    await "${pid[$server]}" curl -fsS -o "$work/reply" "ftp://127.0.0.1:${port[$server]}/small.bin"
    cmp "$work/reply" "$shared/small.bin"
  done
  "$java" -m jdk.compiler/com.sun.tools.javac.Main -d "$work/load" "$here/peer/FtpLoad.java"
  for server in "${servers[@]}"; do ftp_memory "$server"; done
  for name in logins store fetch crowd; do in_turn ftp-$name ftp_$name; done
  python3 - "$work" "$rounds" "$seconds" $ftp_at_once $ftp_crowd <<'PY'
import sys
from results import made_by, median, rows, sh, spread, write
work, rounds, seconds, at_once, crowd = sys.argv[1:]
python = sh("/usr/bin/python3 -c 'import pyftpdlib, sys; print(pyftpdlib.__ver__, \"on Python\", sys.version.split()[0])'")
vsftpd = sh("vsftpd -v 0>&1 2>&1 | sed 's/.*version //'")
table = ''
for name, text in (
        ('logins', f'anonymous log-ins a second, each over a new connection, {at_once} at once'),
        ('store', 'one upload of 256 MiB after the other: MB/s'),
        ('fetch', 'one download of 256 MiB after the other: MB/s'),
        ('crowd', f'{crowd} downloads of 10 MiB at once: MB/s')):
    paths = [f'{work}/{server}.ftp-{name}' for server in ('vsftpd', 'pyftpdlib', 'medusa')]
    vs, py, own = (median(path) for path in paths)
    table += f'| {text} | {" | ".join(spread(path) for path in paths)} | {own / vs:.2f} | {own / py:.2f} |\n'
memory = [rows(f'{work}/{server}.ftp-memory')[0] for server in ('vsftpd', 'pyftpdlib', 'medusa')]
for column, text in ((0, 'resident memory after the start: MiB'), (1, f'the same with {crowd} sessions that have logged in: MiB')):
    vs, py, own = (each[column] for each in memory)
    table += f'| {text} | {vs:,.1f} | {py:,.1f} | {own:,.1f} | {own / vs:.2f} | {own / py:.2f} |\n'
write('FTP', f'''{made_by('compare.sh')}. vsftpd {vsftpd}, which has processes for each session, pyftpdlib {python}, and Medusa; logs off.
The files are in memory (tmpfs), and all send by sendfile; Medusa writes an upload beside its name and renames it, the others
write in place. Each server with all its processes on one core, the load on another; {rounds} rounds of {seconds} s, in turn. Median (least to
most). Memory is PSS: what processes share is counted once.

| | vsftpd | pyftpdlib | Medusa | Medusa / vsftpd | Medusa / pyftpdlib |
|---|---|---|---|---|---|
{table}''')
PY
}

case $part in plain | all) plain ;; esac
case $part in tls | all) tls ;; esac
case $part in ftp | all) ftp ;; esac
