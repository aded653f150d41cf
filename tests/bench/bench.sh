#!/bin/bash
# SPDX-License-Identifier: MIT
# `make bench`: runs every benchmark, shows a table and writes build/bench.json. A missed
# limit is shown, never a failure; a benchmark that cannot run is named and left out.
set -u
build=${BUILD:-build/host}
out=build/bench.json
idle_s=${BENCH_IDLE_S:-20}
frames=500
dir=$(mktemp -d build/bench.XXXXXX)
results=$dir/results
pids=()
export LC_ALL=C SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy

# Only what is running still: the printer outlives the daemon and leaves when it is told to.
finish() {
    local pid
    for pid in "${pids[@]}"; do
        kill -TERM "$pid" 2>/dev/null
    done
    wait
    # Opened for reading, too, so that this does not wait when nobody listens.
    [ ! -p "$dir/idle/slips/control" ] || echo quit 1<>"$dir/idle/slips/control"
    rm -rf "$dir"
}
trap finish EXIT
trap 'exit 130' INT TERM

# measure NAME COMMAND...: a program that prints "name value unit limit better" lines.
measure() {
    local name=$1
    shift
    mkdir -p "$dir/$name"
    printf '  %-12s\r' "$name" >&2
    "$@" >>"$results" 2>"$dir/$name.err" || echo "bench: $name could not run: $(tail -n 1 "$dir/$name.err")" >&2
}

result() { echo "$*" >>"$results"; }

# Processor time of a process so far, in ticks; its resident memory in MiB.
ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"; }
rss_mib() { awk '/^VmRSS:/ { printf "%.2f", $2 / 1024 }' "/proc/$1/status"; }

write_idle_config() {
    cat <<CONF
[branch]
data_dir = $dir/idle/data
content = assets/branch/jambi.json
[buttons]
driver = sim
path = $dir/idle/buttons
$(grep -oE '^line\.[0-9]+ *= *[^;]*' assets/loket.conf)
[printer]
driver = sim
path = $dir/idle/slips
profile = epson-tm
[http]
listen =
socket = $dir/idle/loket.sock
CONF
}

# The daemon with buttons and printer, and a wall at 1080p: what both use when nobody comes.
measure_idle() {
    local daemon wall before_daemon before_wall hz
    mkdir -p "$dir/idle/data" "$dir/idle/slips"
    write_idle_config >"$dir/idle/loket.conf"
    "$build/loketd" --config "$dir/idle/loket.conf" >"$dir/idle/loketd.log" 2>&1 &
    daemon=$!
    "$build/loket-wall" --board "unix:$PWD/$dir/idle/loket.sock" --size 1920x1080 --mute \
        >"$dir/idle/wall.log" 2>&1 &
    wall=$!
    pids=("$daemon" "$wall")
    sleep 4
    if ! before_daemon=$(ticks "$daemon") || ! before_wall=$(ticks "$wall"); then
        echo "bench: the idle pair could not run: $(tail -n 1 "$dir"/idle/*.log | tail -n 1)" >&2
        return
    fi
    sleep "$idle_s"
    hz=$(getconf CLK_TCK)
    result daemon_rss_mib "$(rss_mib "$daemon")" MiB 16 lower
    result wall_rss_mib "$(rss_mib "$wall")" MiB 64 lower
    result daemon_idle_cpu_percent "$(percent "$daemon" "$before_daemon")" % 0.5 lower
    result wall_idle_cpu_percent "$(percent "$wall" "$before_wall")" % 1 lower
}

percent() {
    awk -v now="$(ticks "$1")" -v before="$2" -v hz="$hz" -v s="$idle_s" \
        'BEGIN { printf "%.3f", 100 * (now - before) / hz / s }'
}

# measure_draw NAME LIMIT OPTION...: changed frames in memory. loket-wall prints its
# percentiles itself: "... p99 VALUE ms ...".
measure_draw() {
    local name=$1 limit=$2 p99
    shift 2
    printf '  %-12s\r' "wall" >&2
    p99=$("$build/loket-wall" --bench "$frames" "$@" 2>"$dir/wall.err" |
        grep -oiE 'p99[^0-9]*[0-9.]+' | grep -oE '[0-9.]+$' | head -n 1)
    if [ -n "$p99" ]; then
        result "$name" "$p99" ms "$limit" lower
    else
        echo "bench: $name: the wall printed no p99: $(tail -n 1 "$dir/wall.err")" >&2
    fi
}

# Drawn in memory, then a living wall on a screen, then the same board in a browser.
measure_wall() {
    local wall=$build/tests/bench/bench_wall
    measure_draw wall_draw_p99_ms 8 --size 1920x1080
    measure_draw wall_draw_turned_p99_ms -1 --size 1920x1080 --rotate 90
    measure_draw wall_draw_4k_p99_ms 30 --size 3840x2160
    measure_draw wall_draw_4k_turned_p99_ms -1 --size 3840x2160 --rotate 90
    command -v Xvfb >/dev/null ||
        echo "bench: no Xvfb: the living wall is measured on SDL's dummy screen" >&2
    measure wall_latency "$wall" latency "$dir/wall_latency"
    measure wall_memory "$wall" memory "$dir/wall_memory"
    if command -v chromium >/dev/null; then
        measure wall_browser "$wall" browser "$dir/wall_browser"
    else
        echo "bench: no chromium: the wall is not compared with a browser" >&2
    fi
}

show() {
    awk -v json="$out" '
    BEGIN { printf "%-42s %12s %-5s %12s\n", "benchmark", "value", "unit", "limit" }
    {
        judged = $4 >= 0
        ok = !judged || ($5 == "lower" ? $2 <= $4 : $2 >= $4)
        printf "%-42s %12.3f %-5s %12s  %s\n", $1, $2, $3,
            judged ? ($5 == "lower" ? "<= " : ">= ") $4 : "-", ok ? "" : "MISSED"
        line = sprintf("{\"name\":\"%s\",\"value\":%s,\"unit\":\"%s\",\"limit\":%s,\"better\":\"%s\",\"ok\":%s}",
            $1, $2, $3, judged ? $4 : "null", $5, ok ? "true" : "false")
        text = text (NR > 1 ? ",\n " : "") line
    }
    END { printf "[%s]\n", text >json }' "$results"
    echo "written to $out"
}

: >"$results"
measure core "$build/tests/bench/bench_core"
measure forecast "$build/tests/bench/bench_forecast"
measure simulate "$build/tests/bench/bench_simulate"
measure twin "$build/tests/bench/bench_twin"
measure journal "$build/tests/bench/bench_journal" "$dir/journal"
measure press "$build/tests/bench/bench_press" "$dir/press"
measure boot "$build/tests/bench/bench_boot" "$dir/boot"
for part in tickets boards streams; do
    measure "http_$part" "$build/tests/bench/bench_http" "$part" "$dir/http_$part"
done
measure_wall
measure_idle
show
