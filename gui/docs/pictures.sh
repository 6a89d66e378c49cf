#!/usr/bin/env bash
# Takes pictures of the console's screens in a real window: starts the packaged server with clients that keep it busy, opens the
# console on it in an X server of its own (Xvfb), goes through the screens by their keys, and stores what is to be seen.
#
#   gui/docs/pictures.sh FOLDER [WIDTHxHEIGHT] [light|dark] [STATE]      (1280x800 light full unless it says otherwise)
#   gui/docs/pictures.sh                                                 makes the two that the README shows
#
# STATE is one of: full; empty (nobody is there but the console); disconnected (the server has been killed); refused (what answers is
# no monitor); first (the console without any server).
#
# Needs: the packaged distribution ($MEDUSA names another launcher), Xvfb, xdotool, import (ImageMagick), curl, GTK 3.
set -euo pipefail

if [ $# = 0 ]; then
    made=$(mktemp -d)
    "$0" "$made" 1280x800 light
    "$0" "$made" 1280x800 dark
    mv "$made/dashboard-light.png" "$made/connections-dark.png" "$(dirname "$0")"
    rm -r "$made"
    exit
fi

folder=$1
size=${2:-1280x800}
theme=${3:-light}
state=${4:-full}
home=$(cd "$(dirname "$0")/../.." && pwd)
medusa=${MEDUSA:-$home/installer/target/medusa/bin/medusa}
screens=(dashboard connections monitor log)
work=$(mktemp -d)
pids=()

end() {
    local pid
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    wait || true
    rm -rf "$work"
}
trap end EXIT

fail() {
    [ ! -s "$work/console" ] || cat "$work/console" >&2
    printf 'pictures.sh: %s\n' "$*" >&2
    exit 1
}

for program in Xvfb xdotool import curl; do
    command -v "$program" >/dev/null || fail "$program is needed"
done
[ -x "$medusa" ] || fail "there is no $medusa; build it: mvn -q -DskipTests package"

# At most 30 s for the command to succeed.
await() {
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.1
    done
    fail "never: $*"
}

chmod 755 "$work"
mkdir -p "$folder" "$work/files/pub" "$work/config/medusa"
head -c 300M /dev/zero >"$work/files/pub/debian-13.iso"
head -c 20k /dev/urandom >"$work/files/pub/logo.png"
printf 'A small server.\n' >"$work/files/readme.txt"

"$medusa" serve --root "$work/files" --http 127.0.0.1:0 --ftp 127.0.0.1:0 --monitor "unix:$work/monitor.sock" \
    >"$work/out" 2>"$work/log" &
server=$!
pids+=("$server")
await grep -q '^medusa: ready' "$work/out"
http=$(sed -n 's/^medusa: http listening on //p' "$work/out")
ftp=$(sed -n 's/^medusa: ftp listening on //p' "$work/out")

address=unix:$work/monitor.sock
case $state in
full | disconnected) # some who take their time, and some who come and go
    for rate in 300k 900k 2M 5M; do
        curl -sS --limit-rate "$rate" -o /dev/null "http://$http/pub/debian-13.iso" 2>/dev/null & pids+=($!)
    done
    curl -sS --limit-rate 700k -o /dev/null "ftp://$ftp/pub/debian-13.iso" 2>/dev/null & pids+=($!)
    while :; do
        curl -sS "http://$http/" "http://$http/readme.txt" "http://$http/pub/logo.png" "http://$http/missing" \
            "http://$http/pub/" || break
        sleep 0.1
    done >/dev/null 2>&1 & pids+=($!)
    ;;
refused) address=$http ;;
empty | first) ;;
*) fail "no such state: $state" ;;
esac
{
    echo "shell.theme=$theme"
    [ "$state" = first ] || printf 'server.1.name=files@desk\nserver.1.address=%s\n' "$address"
} >"$work/config/medusa/console.properties"
chmod 600 "$work/config/medusa/console.properties"

Xvfb -displayfd 3 -screen 0 "${size}x24" 3>"$work/display" 2>/dev/null & pids+=($!)
await test -s "$work/display"
DISPLAY=:$(cat "$work/display")
export DISPLAY
# A home of its own: nobody's servers and passwords belong into a picture.
arguments=(console "$address")
[ "$state" != first ] || arguments=(console)
env HOME="$work" XDG_CONFIG_HOME="$work/config" XDG_RUNTIME_DIR="$work" "$medusa" "${arguments[@]}" >"$work/console" 2>&1 & pids+=($!)
await xdotool search --onlyvisible --name Medusa
window=$(xdotool search --onlyvisible --name Medusa | head -1)
xdotool windowmove "$window" 0 0 windowsize "$window" "${size%x*}" "${size#*x}" windowfocus "$window"
sleep 8 # of figures, for the charts

take() { # NAME
    import -window root "$folder/$1.png"
    printf '%s\n' "$folder/$1.png"
}

if [ "$state" = first ]; then
    take "first-$theme"
    exit
fi
[ "$state" = full ] && named="" || named="-$state"
if [ "$state" = disconnected ]; then
    kill -9 "$server"
    sleep 3
fi
number=0
for screen in "${screens[@]}"; do
    number=$((number + 1))
    xdotool windowfocus "$window" sleep 0.5 key --clearmodifiers "ctrl+$number"
    sleep 3
    if [ "$screen" = monitor ] && [ "$state" = full ]; then
        xdotool type --delay 20 'connections.size()'
        xdotool key Return
        sleep 6
    fi
    take "$screen$named-$theme"
done
