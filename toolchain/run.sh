#!/bin/bash
# SPDX-License-Identifier: MIT
# `make run`: the branch in a box. The real daemon and the real wall, with simulated paper,
# buttons, visitors and officers. Everything it makes is in build/run/.
#
#   SPEED=20    branch minutes per real minute      RUN_FOR=20  end by itself after 20 s
#   SEED=1      the day that is played              PORT=8080   first port to try
set -u
build=${BUILD:-build/host}
speed=${SPEED:-20}
run_for=${RUN_FOR:-0}
dir=build/run
socket=$PWD/$dir/loket.sock
content=assets/branch/jambi.json
names=() pids=()

say() { printf 'run: %s\n' "$*"; }

# start NAME COMMAND...: in the background, output to build/run/NAME.log.
start() {
    local name=$1
    shift
    "$@" >"$dir/$name.log" 2>&1 </dev/null 9>&- &
    names+=("$name") pids+=($!)
}

alive() { kill -0 "$1" 2>/dev/null; }

# stop PID: asks, waits 12 s (a slip in hand is finished first), then insists.
stop() {
    kill -TERM "$1" 2>/dev/null || return 0
    for _ in $(seq 120); do
        alive "$1" || return 0
        sleep 0.1
    done
    kill -KILL "$1" 2>/dev/null
}

# The simulated printer outlives the daemon, as a real one does.
stop_printer() {
    local pid
    pid=$(cat "$dir/slips/printer.pid" 2>/dev/null) || return 0
    # A pid may have been given to another program since.
    if tr '\0' ' ' <"/proc/${pid:-none}/cmdline" 2>/dev/null | grep -q 'loket-sim printer'; then
        stop "$pid"
    fi
}

stop_all() {
    trap '' INT TERM HUP
    local i
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
        stop "${pids[i]}"
    done
    stop_printer
    wait
    [ -z "${short_dir:-}" ] || rm -rf "$short_dir"
}

free_port() {
    local port=${PORT:-8080}
    while (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        port=$((port + 1))
    done
    echo "$port"
}

# The panel of assets/loket.conf on simulated lines, and for each desk the buttons that it
# has no pins for.
write_config() {
    local panel desk line=100
    panel=$(grep -oE '^line\.[0-9]+ *= *[^;]*' assets/loket.conf)
    cat <<CONF
[branch]
data_dir = $dir/data
content = $content
[buttons]
driver = sim
path = $dir/buttons
$panel
CONF
    grep -oE 'desk [0-9]+ next' <<<"$panel" | while read -r _ desk _; do
        echo "line.$line = desk $desk finish"
        echo "line.$((line + 1)) = desk $desk help"
        line=$((line + 2))
    done
    cat <<CONF
[printer]
driver = sim
path = $dir/slips
baud = 19200
profile = epson-tm
[http]
listen = 127.0.0.1:$port
socket = $socket
CONF
}

wait_for_daemon() {
    for _ in $(seq 100); do
        alive "${pids[0]}" || return 1
        curl -fs -m 1 --unix-socket "$socket" http://localhost/api/v1/health >/dev/null && return 0
        # Up, but not well: that is for the wall to say.
        curl -s -m 1 --unix-socket "$socket" http://localhost/api/v1/health | grep -q . && return 0
        sleep 0.1
    done
    return 1
}

# The one-time PIN on the first slip; a printer that is too slow gets another one instead.
admin_pin() {
    local pin
    for _ in $(seq 60); do
        if pin=$(grep -oE '[0-9]{4} [0-9]{4}' "$dir/slips/slip-0001.txt" 2>/dev/null); then
            echo "${pin/ /}"
            return
        fi
        sleep 0.1
    done
    ctl user reset-pin admin
}

# ctl WORD...: the last word of what loketctl says.
ctl() {
    local said
    said=$("$build/loketctl" --socket "$socket" "$@" 2>/dev/null) && echo "${said##* }"
}

# session METHOD PATH JSON: on the console's own port, as a browser would. A PIN stands in no
# command line: curl reads it from standard input.
session() {
    curl -fs -m 5 -b "$dir/cookies" -c "$dir/cookies" -X "$1" -H "Origin: $console" \
        -H 'Content-Type: application/json' -d @- "$console/api/v1/session$2" <<<"$3" >/dev/null
}

# An admin, who has to choose a PIN of her own, and an officer who has done so.
make_users() {
    local admin once officer=246813
    console=http://127.0.0.1:$port
    if admin=$(admin_pin) && once=$(ctl user add sari --may-call) &&
        session POST '' "{\"user\":\"sari\",\"pin\":\"$once\"}" &&
        session PUT /pin "{\"pin\":\"$once\",\"new_pin\":\"$officer\"}"; then
        say "console: $console/console/   admin PIN (once): $admin   officer: sari PIN $officer"
    else
        say "console: $console/console/ (no users could be made; see loketctl user --help)"
    fi
    rm -f "$dir/cookies"
}

start_wall() {
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        start wall "$build/loket-wall" --board "unix:$socket" --windowed --size 1280x720
        say "the wall is a window on your screen; close it to end"
    else
        start wall "$build/loket-wall" --board "unix:$socket" --size 1920x1080 --mute \
            --keep "$dir/wall.png"
        say "no screen here: the newest wall is kept as $dir/wall.png"
    fi
}

# Ends with the run's status: 0 after RUN_FOR or a closed window, 1 when something died.
watch() {
    local end=$((SECONDS + run_for)) i status
    while [ "$run_for" = 0 ] || [ "$SECONDS" -lt "$end" ]; do
        for i in "${!pids[@]}"; do
            alive "${pids[i]}" && continue
            wait "${pids[i]}"
            status=$?
            if [ "${names[i]}" = wall ] && [ "$status" = 0 ]; then
                say "the wall was closed"
                return 0
            fi
            say "${names[i]} ended unexpectedly with status $status:"
            tail -n 20 "$dir/${names[i]}.log" 2>/dev/null
            return 1
        done
        sleep 0.2
    done
    say "ran for $run_for s"
}

case $speed$run_for in
*[!0-9]*)
    say "SPEED and RUN_FOR are whole numbers"
    exit 2
    ;;
esac
mkdir -p build
exec 9>build/run.lock
if ! flock -n 9; then
    say "another branch in a box is running here already"
    exit 1
fi
rm -rf "$dir"
mkdir -p "$dir/data" "$dir/slips"
mkfifo "$dir/buttons"
if [ ${#socket} -gt 90 ]; then # the system allows 107 bytes in the name of a socket
    short_dir=$(mktemp -d)
    socket=$short_dir/loket.sock
fi
port=$(free_port)
write_config >"$dir/loket.conf"
zone=$(grep -oE '"time_zone": *"[^"]+"' "$content" | cut -d'"' -f4)
opens=$(TZ=${zone:-Asia/Jakarta} date -d 08:00 +%s)

trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
start loketd "$build/loketd" --config "$dir/loket.conf" --speed "$speed" --clock-start "${opens}000"
if ! wait_for_daemon; then
    say "loketd does not answer:"
    tail -n 20 "$dir/loketd.log"
    exit 1
fi
say "board: http://127.0.0.1:$port/api/v1/board   logs: $dir/*.log   slips: $dir/slips/*.png"
start_wall
make_users
"$build/loket-sim" branch --config "$dir/loket.conf" --socket "$socket" --printer-dir "$dir/slips" \
    --buttons "$dir/buttons" --speed "$speed" --seed "${SEED:-1}" </dev/null 9>&- &
names+=(branch) pids+=($!)
watch
