#!/usr/bin/env bash
# Installs the engine of a build into a fresh folder and builds and runs a program against it:
# embedding_test.sh BUILD CONSUMER COMPILER
set -euo pipefail

build=$1
consumer=$2
compiler=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cmake --install "$build" --prefix "$folder/prefix" --component engine >"$folder/log" || { cat "$folder/log"; exit 1; }
# Away from here, so that nothing of this tree is found by chance.
cp -r "$consumer" "$folder/consumer"
cd "$folder"
cmake -S consumer -B build -DCMAKE_PREFIX_PATH="$folder/prefix" -DCMAKE_CXX_COMPILER="$compiler" >log 2>&1 &&
    cmake --build build >>log 2>&1 || { cat log; exit 1; }
./build/consumer "$folder/lamps.sqlite" | tee said
diff said - <<'EXPECTED'
lamp-1: Off -Toggle-> On by sue
lamp-1: On -Toggle-> Off by sue
lamp-1 is Off after 2 turns
EXPECTED
if [ -e build/sender ]; then
    ./build/sender | tee said
    echo "127.0.0.1 is no public address" | diff said -
elif [ -n "$(find "$folder/prefix" -name SignalboxEffectsTargets.cmake)" ]; then
    echo "the package has senders, but gives them to nobody" >&2
    exit 1
fi
