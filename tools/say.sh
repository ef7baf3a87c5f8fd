# shellcheck shell=bash disable=SC1090,SC2016,SC2034,SC2154
# What ./dev says to people. Sourced.

say() { printf '%s\n' "$*"; }

heading() { printf '\n== %s\n' "$*"; }

fail() {
    printf 'dev: %s\n' "$*" >&2
    exit 1
}

# `stamp <file> <text>`: true if the file holds exactly this text; `stamp_write` makes it so.
stamp() { [[ -f $1 && $(<"$1") == "$2" ]]; }
stamp_write() {
    mkdir -p "$(dirname "$1")"
    printf '%s\n' "$2" >"$1"
}
