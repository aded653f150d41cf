#!/bin/bash
# SPDX-License-Identifier: MIT
# The test runner itself: fake programs that pass, fail, crash, hang or say nothing.
set -u
runner=$PWD/toolchain/run-tests.sh
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
count=0

# fake NAME: a program from the script on stdin.
fake() {
    { echo '#!/bin/sh'; cat; } >"$dir/$1"
    chmod +x "$dir/$1"
}

# expect "NAME OF TEST" "LAST LINE" STATUS ARGUMENT...: the runner ends with that line and status.
expect() {
    local name=$1 line=$2 status=$3 last got
    shift 3
    count=$((count + 1))
    (cd "$dir" && TEST_TIMEOUT_S=1 "$runner" "$@") >"$dir/out" 2>&1
    got=$?
    last=$(tail -n 1 "$dir/out")
    if [ "$last" = "$line" ] && [ "$got" = "$status" ]; then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        echo "# wanted: $line ($status), got: $last ($got)"
        sed 's/^/# /' "$dir/out"
    fi
}

fake passing <<'EOT'
printf '1..2\nok 1 - a\nok 2 - b\n# ok - group\n'
EOT
fake failing <<'EOT'
printf '1..2\nok 1 - a\nnot ok 2 - b\n'; exit 1
EOT
fake lying <<'EOT'
printf '1..1\nok 1 - a\nnot ok 0 - group [  FAILED  ] GROUP TEARDOWN\n'
EOT
fake silent_failure <<'EOT'
printf '1..1\nok 1 - a\n'; exit 3
EOT
fake crashing <<'EOT'
printf '1..3\nok 1 - a\n'; kill -SEGV $$
EOT
fake crashing_early <<'EOT'
kill -ABRT $$
EOT
fake hanging <<'EOT'
printf '1..2\nok 1 - a\n'; exec sleep 20
EOT
fake empty </dev/null
fake skipping <<'EOT'
printf '1..2\nok 1 - a\nnot ok 2 # SKIP b\n'
EOT
fake two_groups <<'EOT'
printf '1..1\nok 1 - a\n1..1\nok 1 - b\n'
EOT

echo 1..15
expect "a program that passes" "2 passed, 0 failed" 0 ./passing
expect "a program that fails" "1 passed, 1 failed" 1 ./failing
expect "a failure that the status hides" "1 passed, 1 failed" 1 ./lying
expect "a status that the lines hide" "1 passed, 1 failed" 1 ./silent_failure
expect "a crash loses the rest of the plan" "1 passed, 2 failed" 1 ./crashing
expect "a crash before the first line" "0 passed, 1 failed" 1 ./crashing_early
expect "a program that hangs" "1 passed, 1 failed" 1 ./hanging
expect "an empty program" "0 passed, 1 failed" 1 ./empty
expect "a skipped test is neither" "1 passed, 0 failed" 0 ./skipping
expect "two groups in one program" "2 passed, 0 failed" 0 ./two_groups
expect "a program that is not there" "0 passed, 1 failed" 1 ./nowhere
expect "no program at all" "0 passed, 0 failed" 1
expect "sums over programs" "5 passed, 3 failed" 1 ./passing ./failing ./crashing ./skipping
expect "a build that failed" "2 passed, 1 failed" 1 --build-failed ./passing
count=$((count + 1))
if (cd "$dir" && "$runner" ./crashing ./passing) | grep -q 'crashing.*signal 11'; then
    echo "ok $count - a crash is named"
else
    echo "not ok $count - a crash is named"
fi
