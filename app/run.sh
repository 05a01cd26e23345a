#!/usr/bin/env bash
# Builds Signalbox where that is needed and starts the desktop: app/run.sh [arguments for signalbox].
# Works from any directory. Without a display and without arguments it runs the tour and says where the pictures are.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../resources/packaging/setup.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../resources/packaging/setup.sh"

started_in="$PWD"
install_packages
build_release --target signalbox
# Relative paths among the arguments mean what they meant to the caller.
cd -- "$started_in"
program="$root/build/release/bin/signalbox"

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    if [ $# -eq 0 ]; then
        tour="$root/build/release/tour"
        rm -rf -- "$tour"
        mkdir -p -- "$tour"
        say "There is no display here (DISPLAY and WAYLAND_DISPLAY are empty): running the tour without one."
        status=0
        QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" "$program" --tour "$tour" || status=$?
        say "The tour's pictures, one per step: $tour"
        exit "$status"
    fi
    for argument in "$@"; do
        case "$argument" in
        --screenshot | --screenshot=* | --tour | --tour=*) export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" ;;
        esac
    done
fi
exec "$program" "$@"
