#!/usr/bin/env bash
# The set-up that app/run.sh and tests/run.sh share, on a machine whose dpkg-query, apt-get and sudo are stand-ins that
# write down how they were called.
set -euo pipefail
source_root="$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.." && pwd -P)"
sandbox="$(mktemp -d)"
trap 'rm -rf -- "$sandbox"' EXIT
failures=0

list() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$source_root/resources/packaging/debian-packages.txt"; }

stand_in() {
    printf '#!/bin/bash\n%s\n' "$2" >"$sandbox/bin/$1"
    chmod +x "$sandbox/bin/$1"
}

# given USER_ID PACKAGE...: the machine has these packages installed.
given() {
    local user_id="$1"
    shift
    rm -rf -- "${sandbox:?}/bin" "$sandbox/calls"
    mkdir -p -- "$sandbox/bin"
    touch "$sandbox/calls"
    printf '%s\n' "$@" | sort >"$sandbox/installed"
    stand_in id "echo $user_id"
    stand_in apt-get "echo \"apt-get \$*\" >>'$sandbox/calls'"
    stand_in sudo "echo sudo >>'$sandbox/calls'; exec \"\$@\""
    # As the real one: speaks of the packages that it knows, and fails when there is one that it does not know.
    stand_in dpkg-query "status=0
for name in \"\${@:3}\"; do
    if grep -qxF -- \"\$name\" '$sandbox/installed'; then echo \"installed \$name\"; else status=1; fi
done
exit \$status"
}

set_up() { PATH="$sandbox/bin:$PATH" bash -c 'set -euo pipefail; source "$1"; install_packages' - \
    "$source_root/resources/packaging/setup.sh" 2>"$sandbox/said"; }

# expect CLAIM COMMAND...: the command succeeds.
expect() {
    local claim="$1"
    shift
    if "$@"; then return; fi
    failures=$((failures + 1))
    printf 'FAILED: %s\ncalls:\n%s\nsaid:\n%s\n' "$claim" "$(cat "$sandbox/calls")" "$(cat "$sandbox/said")"
}

mapfile -t everything < <(list)
one_line="$(list | LC_ALL=C sort | paste -sd ' ')"
# shellcheck disable=SC2317 # called by expect
called() { grep -qxF -- "$1" "$sandbox/calls"; }

expect "no name is in the list twice" test -z "$(list | sort | uniq -d)"

export LC_ALL=C
given 0
set_up
expect "a machine that has nothing gets the whole list" called "apt-get install --yes --no-install-recommends $one_line"
expect "the package index is fetched first" test "$(head -n 1 "$sandbox/calls")" = "apt-get update"
expect "root needs no sudo" test "$(grep -c sudo "$sandbox/calls")" = 0

given 1000 "${everything[@]}"
set_up
expect "apt is left alone when nothing is missing" test ! -s "$sandbox/calls"
expect "nothing is said when nothing is missing" test ! -s "$sandbox/said"

given 1000 "${everything[@]:1}"
set_up
expect "only what is missing is installed" called "apt-get install --yes --no-install-recommends ${everything[0]}"
expect "others ask sudo" called sudo
expect "it says what it does" grep -qF -- "${everything[0]}" "$sandbox/said"

exit "$((failures > 0))"
