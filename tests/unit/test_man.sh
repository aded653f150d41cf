#!/bin/bash
# SPDX-License-Identifier: MIT
# The man pages and the programs say the same: options and commands of --help, the keys of
# loket.conf, of the branch document and of the journal; examples that a program can check are
# checked. `make check` looks at the form of the pages (mandoc).
set -u
shopt -s nullglob
export LC_ALL=C.UTF-8
build=${BUILD:-build/host}
man=assets/man
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
count=0

# verdict NAME FAULTS: passes without faults, which are printed.
verdict() {
    count=$((count + 1))
    if [ -z "$2" ]; then
        echo "ok $count - $1"
    else
        printf 'not ok %d - %s\n# %s\n' "$count" "$1" "${2//$'\n'/$'\n# '}"
    fi
}

# differ NAME FROM TO: two files of lines hold the same ones, and not none at all.
differ() {
    local faults=''
    sort -u "$2" -o "$2"
    sort -u "$3" -o "$3"
    [ -s "$2" ] || faults="nothing was found to compare: does this test still know the text?"$'\n'
    faults+=$(comm -23 "$2" "$3" | sed 's/^/not in the page: /'
        comm -13 "$2" "$3" | sed 's/^/only in the page: /')
    verdict "$1" "$faults"
}

long_options() { grep -oE '(^|[^-[:alnum:]])--[a-z][a-z-]*' | grep -oE '[a-z][a-z-]*$'; }

# page_options PAGE: every option that the page describes.
page_options() { grep -oE 'Fl -[a-z][a-z-]*' "$man/$1" | cut -c5-; }

# compare_options PAGE WORD...: --help (which the text itself need not name) and the page.
compare_options() {
    local page=$1 program=$build/${1%.*} word
    shift
    "$program" --help >"$dir/help" 2>&1
    for word in "$@"; do
        # shellcheck disable=SC2086 # a command may be two words
        "$program" $word --help >>"$dir/help" 2>&1
    done
    # An error message quotes what was asked for.
    { grep -v 'unrecognized option' "$dir/help" | long_options; echo help; } >"$dir/told"
    { page_options "$page"; echo help; } >"$dir/page"
    differ "every option of ${page%.*}" "$dir/told" "$dir/page"
}

commands_of_loketctl() {
    "$build/loketctl" --help | sed -nE '/--help/q; s/^  ([a-z-]+( [a-z-]+)?) +.*/\1/p'
}

# Lines "SECTION KEY" of a page: `.Ss SECTION`, and every `Ic KEY` of an item below it.
page_keys() {
    awk '$1 == ".Ss" { section = $2 }
         $1 == ".Sh" { section = "" }
         section != "" && $1 == ".It" {
             for (i = 2; i < NF; i++)
                 if ($i == "Ic") print section, $(i + 1)
         }' "$man/$1"
}

# The same of assets/loket.conf; keys behind a ; that has no blank count. line.17 is line.
conf_keys() {
    awk '/^\[/ { section = $1 }
         /^;?[a-z_]+(\.[0-9]+)? *=/ {
             sub(/^;/, ""); sub(/ *=.*/, ""); sub(/\.[0-9]+$/, "."); print section, $0
         }' assets/loket.conf
}

# The same of the opening comment of content.h. A key of the document itself stands one blank
# further in than its bracket; everything up to the next one belongs to it.
content_keys() {
    awk '/^ \* \{/ { inside = 1; next }
         /^ \* \}/ { exit }
         inside {
             if (match($0, /^ \*  "[a-z_]+":/)) {
                 split($0, part, "\""); section = part[2]; print "Document", section
                 sub(/^ \*  "[a-z_]+":/, "")
             }
             while (match($0, /"[a-z_]+":/)) {
                 print section, substr($0, RSTART + 1, RLENGTH - 3)
                 $0 = substr($0, RSTART + RLENGTH)
             }
         }' firmware/content.h
}

# example PAGE: the first literal block among its examples.
example() {
    sed -n '/^\.Sh EXAMPLES/,$p' "$man/$1" | sed -n '/^\.Bd -literal/,/^\.Ed/p' | sed '1d; /^\.Ed/,$d'
}

pages=(loketd.8 loketctl.1 loket-wall.1 loket-sim.1 loket.conf.5 loket-branch.5 loket-journal.5)
echo 1..16

printf '%s\n' "${pages[@]}" >"$dir/known"
(cd "$man" && printf '%s\n' *) >"$dir/there"
differ "every page is here, and no other" "$dir/known" "$dir/there"

faults=''
for page in "${pages[@]}"; do
    for part in NAME DESCRIPTION FILES EXAMPLES 'SEE ALSO'; do
        grep -qx ".Sh $part" "$man/$page" || faults+="$page: no $part"$'\n'
    done
    [ "${page##*.}" = 5 ] || grep -qx '.Sh EXIT STATUS' "$man/$page" || faults+="$page: no EXIT STATUS"$'\n'
    grep -qix ".Dt ${page%.*} ${page##*.}" "$man/$page" || faults+="$page: .Dt has another name"$'\n'
done
verdict "every page has its parts" "${faults%$'\n'}"

grep -hoE '^\.Xr (loket[a-z.-]*) [0-9]' "$man"/* | awk '{ print $2 "." $3 }' >"$dir/seen"
differ "pages refer to each other, and to none that is missing" "$dir/seen" "$dir/known"

faults=''
for program in loketd loketctl loket-wall loket-sim; do
    "$build/$program" --help >"$dir/told" 2>"$dir/said" || faults+="$program --help: status $?"$'\n'
    [[ -s $dir/told && ! -s $dir/said ]] || faults+="$program --help: not on standard output"$'\n'
    [[ $("$build/$program" --version) =~ ^$program\ [0-9]+(\.[0-9]+)+$ ]] || faults+="$program --version"$'\n'
done
verdict "every program tells its usage and its version" "${faults%$'\n'}"

compare_options loketd.8
compare_options loket-wall.1
compare_options loket-sim.1 branch printer
mapfile -t commands < <(commands_of_loketctl)
compare_options loketctl.1 "${commands[@]}"

printf '%s\n' "${commands[@]}" >"$dir/told"
# `.It Cm desk Ar n Cm next` is of the command desk, `.It Cm kiosk open` of kiosk.
while read -r words; do
    for command in "${commands[@]}"; do
        [[ "$words " = "$command "* ]] && echo "$command" && continue 2
    done
    echo "$words"
done < <(sed -n '/^\.Ss The queue/,/^\.Ss Ticket log/p' "$man/loketctl.1" |
    sed -nE 's/^\.It Cm ([a-z -]+[a-z]).*/\1/p') >"$dir/page"
differ "every command of loketctl" "$dir/told" "$dir/page"

conf_keys >"$dir/told"
page_keys loket.conf.5 >"$dir/page"
differ "every key of loket.conf" "$dir/told" "$dir/page"

content_keys >"$dir/told"
page_keys loket-branch.5 >"$dir/page"
differ "every key of the branch document" "$dir/told" "$dir/page"

sed -n '/^enum event_kind {/,/^}/s/^ *EV_\([A-Z_]*\),.*/\1/p' firmware/core/event.h >"$dir/told"
page_keys loket-journal.5 | sed -n 's/^Kinds //p' >"$dir/page"
differ "every kind of fact" "$dir/told" "$dir/page"

sed -n '/CREATE TABLE event(/,/)"/p' firmware/journal_open.c | grep -oE '[a-z_]+ (INTEGER|TEXT|BLOB)' |
    cut -d' ' -f1 | sed -n '1,/^hash$/p' >"$dir/told"
page_keys loket-journal.5 | sed -n 's/^Table //p' >"$dir/page"
differ "every column of the journal" "$dir/told" "$dir/page"

grep -oE 'json_object_set_new\(object, "[a-z_]+"' firmware/event_data.c | cut -d'"' -f2 >"$dir/told"
page_keys loket-journal.5 | sed -n 's/^Keys //p' >"$dir/page"
differ "every key of a fact's data" "$dir/told" "$dir/page"

example loket-branch.5 >"$dir/branch.json"
faults=$("$build/loketctl" content check "$dir/branch.json" 2>&1 >"$dir/out") || faults+=' '
grep -q ': ok, version' "$dir/out" || faults+='not accepted'
verdict "the branch document of the example is accepted" "$faults"

example loket.conf.5 | sed 's|/usr/share/loket/|assets/|' >"$dir/loket.conf"
faults=$("$build/loketd" --check-config "$dir/loket.conf" 2>&1 >"$dir/out") || faults+=' '
grep -q ': ok$' "$dir/out" || faults+='not accepted'
verdict "the loket.conf of the example is accepted" "$faults"
