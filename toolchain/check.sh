#!/bin/bash
# SPDX-License-Identifier: MIT
# `make check`: every step is run, each prints one line, faults stand above it; the last line
# says whether all of them passed. Called by make, which passes MAKE.
set -u
shopt -s nullglob
export LC_ALL=C.UTF-8
sources=(firmware/*.c firmware/*/*.c drivers/*.c drivers/*/*.c display/*.c)
headers=(firmware/*.h firmware/*/*.h drivers/*.h drivers/*/*.h display/*.h)
tests=(tests/*/*.[ch])
scripts=(toolchain/*.sh tests/*/*.sh .ci/run)
pages=(assets/man/*)
format_version=14 # releases format differently: this one decides, another one only tells
failed=()

# step NAME COMMAND...: output is shown only when it fails.
step() {
    local name=$1 start_ms output
    shift
    start_ms=$(date +%s%3N)
    if output=$("$@" 2>&1); then
        printf 'ok    %-10s %5d ms  %s\n' "$name" $(($(date +%s%3N) - start_ms)) \
            "$(tail -n 1 <<<"$output" | cut -c1-100)"
    else
        printf '%s\nFAIL  %-10s %5d ms\n' "$output" "$name" $(($(date +%s%3N) - start_ms))
        failed+=("$name")
    fi
}

check_format() {
    local version output
    version=$(clang-format --version | grep -oE '[0-9]+' | head -n 1)
    if output=$(clang-format --dry-run --Werror --style=file:toolchain/clang-format \
        "${sources[@]}" "${headers[@]}" "${tests[@]}" 2>&1); then
        echo "clang-format $version"
    elif [ "$version" = "$format_version" ]; then
        grep -E 'error:' <<<"$output" | cut -d: -f1,2 | uniq
        return 1
    else
        echo "clang-format $version would differ, $format_version decides: not counted"
    fi
}

# Everything once more with warnings as errors; core, forecast and drivers also through
# gcc's own analyzer (toolchain/check.mk).
check_warnings() {
    $MAKE -k MODE=check WERROR=1 tests 2>&1 | grep -vE '^  (CC|LINK)  '
    [ "${PIPESTATUS[0]}" = 0 ] && echo "gcc $(gcc -dumpfullversion), no warnings"
}

# A name that two files define would be taken from whichever the linker meets first.
check_names() {
    local twice
    [ -e build/host-check/libloket.a ] || return 1
    twice=$(nm -g --defined-only build/host-check/lib{loket,wall}.a 2>/dev/null |
        awk 'NF == 3 { print $3 }' | sort | uniq -d | tr '\n' ' ')
    [ -z "$twice" ] && echo "no function is defined twice" && return
    echo "defined twice: $twice"
    return 1
}

check_cppcheck() {
    mkdir -p build/cppcheck
    cppcheck --quiet --std=c11 --language=c --platform=unix64 -j "$(nproc)" -I. -D_GNU_SOURCE \
        --cppcheck-build-dir=build/cppcheck --enable=warning,performance,portability \
        --inline-suppr --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=arrayIndexOutOfBoundsCond \
        --suppress=normalCheckLevelMaxBranches --error-exitcode=1 "${sources[@]}" &&
        cppcheck --version
}

check_shell() {
    shellcheck "${scripts[@]}" && echo "${#scripts[@]} scripts"
}

check_man() {
    mandoc -T lint -W warning "${pages[@]}" && echo "${#pages[@]} man pages"
}

step layers toolchain/layers.sh
step format check_format
step scripts check_shell
step man check_man
step cppcheck check_cppcheck
step warnings check_warnings
step names check_names

if [ ${#failed[@]} -gt 0 ]; then
    echo "check FAILED: ${failed[*]}"
    exit 1
fi
echo "check passed"
