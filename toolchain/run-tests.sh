#!/bin/bash
# SPDX-License-Identifier: MIT
# Runs test programs that speak TAP and counts: run-tests.sh [--build-failed] PROGRAM...
# The last line is "N passed, N failed"; status 0 only when something passed and nothing failed.
#
# A program fails beyond its "not ok" lines when it crashes, hangs (TEST_TIMEOUT_S, 300),
# exits with another status than 0 without a "not ok", prints no plan, or fewer results than
# its plan. cmocka 1.1.5 prints "not ok 3 # SKIP" for a skipped test, and "not ok 0" with
# status 0 for a group teardown that failed: the lines count, not the status alone.
set -u
export CMOCKA_MESSAGE_OUTPUT=TAP SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy LC_ALL=C.UTF-8
export BUILD=${BUILD:-build/host}
unset MAKEFLAGS MAKELEVEL MFLAGS
timeout_s=${TEST_TIMEOUT_S:-300}
passed=0 failed=0 skipped=0
output=$(mktemp)
trap 'rm -f "$output"' EXIT

if [ "${1:-}" = --build-failed ]; then
    shift
    echo "FAIL  the build: see the compiler's messages above; old programs are tested below"
    failed=1
fi

# Counts $output: sets p, f, s (passed, failed, skipped) and why, given the exit status $1.
judge() {
    local status=$1 plan seen bad
    read -r plan seen p bad s <<<"$(awk '
        /^1\.\.[0-9]+/ { sub(/^1\.\./, ""); plan += $1; plans++; next }
        /^not ok 0 / { bad++; next }
        /^(not )?ok .*# *SKIP/ { skip++; seen++; next }
        /^ok / { ok++; seen++ }
        /^not ok / { bad++; seen++ }
        END { print (plans ? plan : -1), seen + 0, ok + 0, bad + 0, skip + 0 }' "$output")"
    f=$bad why=
    if [ "$plan" -lt 0 ]; then
        f=$((f + 1)) why="no plan"
    elif [ "$seen" -lt "$plan" ]; then
        f=$((f + plan - seen)) why="$((plan - seen)) of $plan without a result"
    fi
    [ "$status" = 0 ] && return
    [ "$f" -gt 0 ] || f=1
    case $status in
    124 | 137) why="killed after $((ms / 1000)) s${why:+, $why}" ;;
    129 | 1[3-9]?) why="crashed with signal $((status - 128))${why:+, $why}" ;;
    *) [ "$bad" -gt 0 ] || why="status $status${why:+, $why}" ;;
    esac
}

run_one() {
    local program=$1 start_ms ms status
    start_ms=$(date +%s%3N)
    if [ -x "$program" ]; then
        # The outer redirection hides the shell's own word about a crash.
        { timeout --kill-after=5 "$timeout_s" "$program" >"$output" 2>&1 </dev/null; } 2>/dev/null
        status=$?
    else
        echo "not built, or not executable" >"$output"
        status=127
    fi
    ms=$(($(date +%s%3N) - start_ms))
    judge "$status"
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    local name=${program#"$BUILD"/}
    printf '%-4s  %-44s %4d passed %3d failed %3d.%03d s%s\n' "$([ "$f" = 0 ] && echo ok || echo FAIL)" \
        "${name#tests/}" "$p" "$f" $((ms / 1000)) $((ms % 1000)) \
        "$([ "$s" = 0 ] || echo ", $s skipped")${why:+  ($why)}"
    [ "$f" = 0 ] || sed 's/^/      | /' "$output" | tail -n 200
}

for program in "$@"; do
    run_one "$program"
done

[ "$skipped" = 0 ] || echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
