#!/bin/bash
# SPDX-License-Identifier: MIT
# The layer rules themselves: a clean little house passes, each planted fault is found.
set -u
rules=$PWD/toolchain/layers.sh
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
count=0

house() {
    rm -rf "$dir/house"
    mkdir -p "$dir"/house/{firmware/core,firmware/forecast,drivers/sim,display,tests/unit,toolchain}
    cd "$dir/house" || exit 1
    echo '# SPDX-License-Identifier: MIT' >Makefile
    source_file firmware/core/queue.h '#include <stdint.h>'
    source_file firmware/core/queue.c '#include "firmware/core/queue.h"' '#include <string.h>'
    source_file firmware/journal.c '#include <sqlite3.h>' 'char *q = "SELECT a FROM event";'
    source_file drivers/escpos.c '#include "firmware/core/paper.h"' '// no ticket here, strcpy(a, b)'
    source_file display/wall.c '#include "display/scene.h"' 'int wall_width(void);'
}

source_file() {
    local file=$1
    shift
    printf '%s\n' '// SPDX-License-Identifier: MIT' "$@" >"$file"
}

# expect NAME STATUS PATTERN
expect() {
    count=$((count + 1))
    local got output
    output=$("$rules" 2>&1)
    got=$?
    if [ "$got" = "$2" ] && grep -q "$3" <<<"$output"; then
        echo "ok $count - $1"
    else
        printf 'not ok %d - %s\n# status %d\n%s\n' "$count" "$1" "$got" "$output"
    fi
}

echo 1..13
house
expect "a clean house passes" 0 'keep the rules'
house
source_file firmware/core/board.c '#include <stdio.h>'
expect "core may not do I/O" 1 'core/board.c:2:.*core/ may not'
house
source_file firmware/core/board.c '#include "firmware/journal.h"'
expect "core may not see the journal" 1 'core/board.c:2:.*core/ may not'
house
source_file firmware/forecast/model.c '#include <math.h>' '#include <time.h>'
expect "forecast may use libm, no clock" 1 'model.c:3:.*forecast/ may not'
house
source_file drivers/led.c '#include "firmware/core/queue.h"'
expect "a driver may not see the queue" 1 'led.c:2:.*drivers/ may not'
house
source_file drivers/led.c 'int ticket_led(void);'
expect "a driver may not speak of tickets" 1 'led.c:2: a driver knows'
house
source_file display/wall.c '#include "firmware/core/board.h"'
expect "the display may not see the core" 1 'wall.c:2:.*display/ may not'
house
source_file firmware/report.c 'const char *q = "SELECT day FROM event";'
expect "SQL stays in the journal" 1 'report.c:2: SQL'
house
source_file firmware/core/queue.c '#include <string.h>' '#include "firmware/core/queue.h"'
expect "the own header comes first" 1 'queue.c:1:.*first include'
house
source_file firmware/report.c 'void f(char *a) { strcpy(a, "b"); }'
expect "banned functions are found" 1 'report.c:2: banned'
house
printf 'int x;\n' >display/scene.c
expect "every source names its licence" 1 'scene.c:1:.*SPDX'
house
{ cat firmware/journal.c && yes '' | head -n 420; } >firmware/report.c
sed -i 3d firmware/report.c
expect "files end where ideas do" 1 'report.c:420: 422 lines'
house
mkdir vendor
expect "the top level stays as it is" 1 'vendor: does not belong'
