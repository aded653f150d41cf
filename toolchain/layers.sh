#!/bin/bash
# SPDX-License-Identifier: MIT
# The rules between the rooms of the house, as the README's architecture section draws them.
# Prints "FILE:LINE: what is wrong" for each fault; status 1 when there is one.
set -u
shopt -s nullglob
export LC_ALL=C
lines_max=420
faults=0

fault() {
    echo "$*"
    faults=$((faults + 1))
}

# only "WHO" "ALLOWED REGEX" FILE...: every include of these files matches the expression.
only() {
    local who=$1 allowed=$2 hit
    shift 2
    [ $# -gt 0 ] || return 0
    while IFS= read -r hit; do
        fault "$hit: $who may not include this"
    done < <(grep -HnE '^[[:space:]]*#[[:space:]]*include' "$@" | grep -vE "include[[:space:]]*($allowed)")
}

# never "WHY" "REGEX" FILE...: no line matches, comments left aside.
never() {
    local why=$1 pattern=$2 file hit
    shift 2
    for file in "$@"; do
        while IFS= read -r hit; do
            fault "$file:${hit%%:*}: $why:$(cut -d: -f2- <<<"$hit")"
        done < <(without_comments "$file" | grep -nE "$pattern")
    done
}

# The file with its comments blanked out, line numbers kept; string literals stay.
without_comments() {
    awk '{
        out = ""; s = $0
        while (s != "") {
            if (inside) {
                i = index(s, "*/")
                if (!i) { s = ""; break }
                s = substr(s, i + 2); inside = 0
                continue
            }
            if (match(s, /^"([^"\\]|\\.)*"/) || match(s, /^\047([^\047\\]|\\.)*\047/)) {
                out = out substr(s, 1, RLENGTH); s = substr(s, RLENGTH + 1)
            } else if (substr(s, 1, 2) == "//") { s = "" }
            else if (substr(s, 1, 2) == "/*") { inside = 1; s = substr(s, 3) }
            else { out = out substr(s, 1, 1); s = substr(s, 2) }
        }
        print out
    }' "$1"
}

# The own header of a .c file, when there is one, comes first: it must stand alone.
own_header_first() {
    local file header first
    for file in "$@"; do
        header=${file%.c}.h
        [ -e "$header" ] || continue
        first=$(grep -m1 -E '^#include' "$file")
        [ "$first" = "#include \"$header\"" ] || fault "$file:1: $header is not its first include"
    done
}

house=(firmware/*.[ch] firmware/*/*.[ch] drivers/*.[ch] drivers/*/*.[ch] display/*.[ch])
tests=(tests/*/*.[ch])
scripts=(toolchain/*.sh toolchain/*.mk tests/*/*.sh Makefile)
[ ! -e .ci/run ] || scripts+=(.ci/run)

pure='<(stdint|stdbool|stddef|string|limits|inttypes)\.h>|"firmware/core/[a-z_]+\.h"'
only "core/" "$pure" firmware/core/*.[ch]
only "forecast/" "$pure|<(math|float)\.h>|\"firmware/forecast/[a-z_]+\.h\"" firmware/forecast/*.[ch]
only "drivers/" '<[^>]+>|"drivers/(sim/)?[a-z0-9_]+\.h"|"firmware/core/paper\.h"' drivers/*.[ch]
only "display/" '<[^>]+>|"display/[a-z0-9_]+\.h"' display/*.[ch]

# Who sees what: SQL and its library in the journal, the wire formats each in one place.
rest=()
for file in "${house[@]}"; do
    case $file in
    firmware/journal*) ;;
    *) rest+=("$file") ;;
    esac
done
never "SQL outside firmware/journal" \
    '\<sqlite3|"[^"]*\<(SELECT .* FROM|INSERT INTO|UPDATE .* SET|DELETE FROM|CREATE TABLE|PRAGMA) ' "${rest[@]}"
never "a driver knows no queue words" '[Tt]icket|[Vv]isitor|\<(queue|desk|service)_' drivers/*.[ch]

banned='strcpy|strcat|stpcpy|sprintf|vsprintf|gets|atoi|atol|atoll|atof|strtok|system|popen|rand|srand|tmpnam|mktemp'
never "banned function" "\\<($banned)[[:space:]]*\\(" "${house[@]}" "${tests[@]}"

own_header_first firmware/*.c firmware/*/*.c drivers/*.c drivers/*/*.c display/*.c

for file in "${house[@]}" "${tests[@]}"; do
    [ "$(head -n 1 "$file")" = "// SPDX-License-Identifier: MIT" ] ||
        fault "$file:1: the first line is not // SPDX-License-Identifier: MIT"
    lines=$(wc -l <"$file")
    [ "$lines" -le "$lines_max" ] || fault "$file:$lines_max: $lines lines, $lines_max allowed: split it where an idea ends"
done
for file in "${scripts[@]}"; do
    head -n 3 "$file" | grep -q 'SPDX-License-Identifier: MIT' || fault "$file:1: no SPDX line"
done

# The top level is fixed. Without git (a release archive) everything there counts.
while IFS= read -r entry; do
    case $entry in
    Makefile | README.md | firmware | display | drivers | assets | tests | toolchain) ;;
    .ci | .gitignore | build) ;;
    *) fault "$entry: does not belong to the top level" ;;
    esac
done < <(git ls-files --cached --others --exclude-standard 2>/dev/null | cut -d/ -f1 | sort -u | grep . || ls -A)

if [ "$faults" != 0 ]; then
    echo "layers: $faults faults"
    exit 1
fi
echo "layers: ${#house[@]} sources and ${#tests[@]} tests keep the rules"
