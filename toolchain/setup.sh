#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what building, running and testing Loket needs (Debian 12/13, Ubuntu, Raspberry
# Pi OS). `setup.sh check` adds the tools of check, sanitize, fuzz and coverage; `setup.sh
# bench` tries to add the browser and the web server that Loket is compared with, and goes on
# without them; `setup.sh web` adds the browser tests: a browser, Node.js, and in build/npm the
# packages that tests/web/package-lock.json names, byte for byte.
# Asks dpkg each time, so that a package removed later is found; does nothing, fast, when
# everything is there.
set -eu

# TOOL=PACKAGE is present when the command is; A|B is present when either package is.
needs='gcc=gcc make=make pkg-config=pkg-config
libc6-dev libsdl2-dev libsdl2-ttf-dev libgpiod-dev libserialport-dev libsqlite3-dev libsystemd-dev
libmicrohttpd-dev libjansson-dev libcurl4-openssl-dev|libcurl4-gnutls-dev libsodium-dev libinih-dev
libgnutls28-dev libfontconfig-dev|libfontconfig1-dev libpng-dev libqrencode-dev libcmocka-dev
fonts-noto-core fonts-dejavu-core tzdata libjs-chart.js curl=curl Xvfb=xvfb
espeak-ng=espeak-ng sox=sox'
needs_check='clang=clang clang-format=clang-format cppcheck=cppcheck shellcheck=shellcheck
mandoc=mandoc'
needs_bench='chromium=chromium'
needs_web='chromium=chromium node=nodejs npm=npm'

say() { printf 'setup: %s\n' "$*" >&2; }

# Installed packages of this machine's architecture, one name per line.
installed() {
    # shellcheck disable=SC2086,SC2046 # a list of names, on purpose
    dpkg-query -W -f '${db:Status-Abbrev} ${Architecture} ${Package}\n' \
        $(printf '%s\n' $needs $needs_check | grep -v = | tr '|' '\n') 2>/dev/null |
        awk -v arch="$(dpkg --print-architecture)" \
            '/^.i / && ($(NF-1) == arch || $(NF-1) == "all") { print $NF }' || true
}

# The packages of $* that are missing, one per line; of alternatives the first.
missing() {
    have=$(installed)
    for need in "$@"; do
        case $need in
        *=*) command -v "${need%%=*}" >/dev/null 2>&1 || echo "${need#*=}" ;;
        *)
            pattern=$(printf '%s' "$need" | sed 's/[.+]/\\&/g')
            printf '%s\n' "$have" | grep -Eqx "$pattern" || echo "${need%%|*}"
            ;;
        esac
    done
}

# clang's run-time libraries (sanitizers, fuzzer) come in a package of clang's own version.
missing_clang_rt() {
    command -v clang >/dev/null 2>&1 || return 0
    for file in "$(clang -print-resource-dir)"/lib/*/libclang_rt.fuzzer*; do
        [ -e "$file" ] && return 0
    done
    echo "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 \
        -o Acquire::Retries=2 "$@" </dev/null >&2
}

lists_are_there() {
    for file in /var/lib/apt/lists/*_Packages*; do
        [ -e "$file" ] && return 0
    done
    return 1
}

install_packages() {
    say "installing: $*"
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
        say "this needs root and there is no sudo. As root, run: apt-get install $*"
        exit 1
    fi
    if ! lists_are_there; then
        apt update || true
    fi
    for pause_s in 3 15 0; do
        apt install --no-install-recommends "$@" && return 0
        [ "$pause_s" = 0 ] && break
        say "that failed; once more in $pause_s s"
        sleep "$pause_s"
        apt update || true
    done
    say "could not install: $*. Look at apt's message above (network? package source? disk?)"
    exit 1
}

# A web server to compare with, unpacked into build/nginx: one that is installed would also run.
unpack_nginx() {
    { [ ! -x build/nginx/usr/sbin/nginx ] && ! command -v nginx >/dev/null 2>&1; } || return 0
    say "unpacking nginx into build/nginx"
    mkdir -p build/nginx
    lists_are_there || apt update || true
    for package in nginx nginx-light nginx-core; do
        (cd build/nginx && apt-get -q download "$package" && dpkg-deb -x "$package"_*.deb .) >&2 || true
        [ ! -x build/nginx/usr/sbin/nginx ] || return 0
    done
    return 1
}

# The packages of the browser tests; none of their install scripts is run.
install_npm() {
    cmp -s tests/web/package-lock.json build/npm/installed.json && return 0
    say "fetching the packages of tests/web"
    mkdir -p build/npm
    rm -f build/npm/installed.json
    cp tests/web/package.json tests/web/package-lock.json build/npm/
    npm ci --prefix build/npm --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || {
        say "npm ci failed: see above; the browser tests will say so, the others run"
        return 1
    }
    cp tests/web/package-lock.json build/npm/installed.json
}

case ${1:-} in
'') ;;
check) needs="$needs $needs_check" ;;
web) needs="$needs $needs_web" ;;
bench) ;;
*)
    echo "usage: setup.sh [check|bench|web]" >&2
    exit 2
    ;;
esac

if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    say "not a Debian-like system, going on with what is here. Packages, by their Debian names:"
    # shellcheck disable=SC2086
    say $needs
    exit 0
fi

# shellcheck disable=SC2046,SC2086 # lists of names, on purpose
{
    list=$(missing $needs)
    [ -z "$list" ] || install_packages $list
    if [ "${1:-}" = check ]; then
        list=$(missing_clang_rt)
        [ -z "$list" ] || install_packages $list
    fi
    if [ "${1:-}" = bench ]; then
        list=$(missing $needs_bench)
        [ -z "$list" ] || (install_packages $list) || say "going on without: $list"
        unpack_nginx || say "going on without: nginx"
    fi
}
[ "${1:-}" != web ] || install_npm
