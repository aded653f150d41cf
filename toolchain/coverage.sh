#!/bin/sh
# SPDX-License-Identifier: MIT
# Line coverage from the counters under a build folder: coverage.sh BUILD
set -eu
build=$1

# gcov prints "File 'x.c'" and "Lines executed:85.00% of 20" for each source it knows;
# a file without counters was never run and counts with all its lines.
find "$build/firmware" "$build/drivers" "$build/display" -name '*.gcno' | sort |
    while read -r notes; do
        gcov -n -o "$notes" "$notes" 2>/dev/null || true
    done |
    awk '
    /^File / { file = $2; gsub(/\047/, "", file); next }
    /^Lines executed:/ && file ~ /\.c$/ && file !~ /^\// {
        split($2, part, /[:%]/)
        lines = $NF
        hit = part[2] * lines / 100
        if (lines > of[file]) { of[file] = lines; done[file] = hit }
        file = ""
    }
    END {
        for (file in of) {
            folder = file; sub(/\/[^\/]*$/, "", folder)
            folder_of[folder] += of[file]; folder_done[folder] += done[file]
            all_of += of[file]; all_done += done[file]
            printf "1 %-44s %6d lines %6.1f %%\n", file, of[file], 100 * done[file] / of[file]
        }
        for (folder in folder_of)
            printf "2 %-44s %6d lines %6.1f %%\n", folder "/", folder_of[folder],
                   100 * folder_done[folder] / folder_of[folder]
        if (all_of)
            printf "3 %-44s %6d lines %6.1f %%\n", "total", all_of, 100 * all_done / all_of
    }' | sort | cut -c3-
