#!/usr/bin/env bash
# Builds everything and runs every test without a display: tests/run.sh [arguments for ctest].
# Without arguments it leaves out what is labelled `long` (ctest -L long runs that). Works from any directory; ends with
# ctest's summary and its exit status.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../resources/packaging/setup.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../resources/packaging/setup.sh"

# Before the build already: it asks each test program for its list of tests. Not the language: the compiler cache keeps
# what was compiled in one apart from what was in another, and app/run.sh compiles in that of the user.
export TZ=UTC QT_QPA_PLATFORM=offscreen
install_packages
build_release --target all
export LC_ALL=C.UTF-8
say "Testing"
[ $# -gt 0 ] || set -- --label-exclude '^long$'
exec ctest --preset release --parallel 2 "$@"
