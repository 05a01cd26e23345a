# shellcheck shell=bash disable=SC2164 # the callers set -e
# What app/run.sh and tests/run.sh have in common; sourced, never run. Sets `root`, the folder of the checkout.

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)"
package_list="$root/resources/packaging/debian-packages.txt"

say() { printf '\n== %s\n' "$*" >&2; }

# The packages of the list that are not installed, one a line.
missing_packages() {
    local wanted installed
    wanted="$(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$package_list" | sort -u)"
    # dpkg-query fails when one name is unknown to it; what it prints of the others is still right.
    # shellcheck disable=SC2086 # one argument per name
    installed="$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null || true)"
    comm -23 <(printf '%s\n' "$wanted") <(sed -n 's/^installed //p' <<<"$installed" | sort -u)
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say "Not root, and there is no sudo. Run this as root, then start again:"
        printf '   apt-get update && apt-get install --no-install-recommends %s\n' "${missing[*]}" >&2
        exit 1
    fi
}

# Installs what is missing with apt; does not touch apt when nothing is.
install_packages() {
    local names missing
    if ! command -v dpkg-query >/dev/null; then
        say "This is no Debian system: nothing is installed. Signalbox needs what $package_list names."
        return
    fi
    names="$(missing_packages)"
    [ -n "$names" ] || return 0
    mapfile -t missing <<<"$names"
    say "Installing ${#missing[@]} Debian packages (asks for your password when you are not root): ${missing[*]}"
    as_root apt-get update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"
}

# Configures preset release when it never was or has changed, and builds; takes arguments of `cmake --build`.
build_release() {
    cd -- "$root"
    # What one clone has compiled serves another: ccache then looks at paths from the checkout on.
    export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=true
    if [ ! build/release/build.ninja -nt CMakePresets.json ]; then
        say "Configuring build/release; the first build takes minutes"
        cmake --preset release >&2
    fi
    say "Building build/release"
    cmake --build --preset release "$@" >&2
}
