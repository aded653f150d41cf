#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs each fuzz target for FUZZ_S seconds: fuzz.sh PROGRAM...
# What it finds stays in build/fuzz/NAME/; a crash is shown and makes the run fail.
set -eu
failed=0
for program in "$@"; do
    name=$(basename "$program")
    name=${name#fuzz_}
    found=build/fuzz/$name
    seeds=tests/fuzz/corpus/$name
    mkdir -p "$found/corpus"
    [ -d "$seeds" ] || seeds=
    log=$found/log
    # shellcheck disable=SC2086 # no seeds, no argument
    if "$program" -max_total_time="${FUZZ_S:-30}" -timeout=10 -rss_limit_mb=1024 \
        -artifact_prefix="$found/" "$found/corpus" $seeds >"$log" 2>&1; then
        runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$log")
        printf 'PASS  %-20s %s inputs in %s s\n' "$name" "${runs:-?}" "${FUZZ_S:-30}"
    else
        failed=$((failed + 1))
        printf 'FAIL  %-20s see %s\n' "$name" "$log"
        tail -n 30 "$log"
    fi
done
echo "fuzz: $# targets, $failed failed"
[ "$failed" = 0 ]
