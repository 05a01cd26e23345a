#!/usr/bin/env bash
# Lets the independent reader look at the golden stores, at some that were written just now, and at damaged ones:
# format_test.sh PYTHON PROGRAM GOLDEN_PROGRAM
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
python=$1
program=$2
golden_program=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

read_store() { "$python" "$here/read_store.py" "$1"; }
refuse() { # STORE WORDS
    if read_store "$1" >"$folder/said" 2>&1; then
        echo "$1 was read, although: $2"
        exit 1
    fi
    grep -q "$2" "$folder/said" || { cat "$folder/said"; exit 1; }
}

for version in 1 2 3; do
    cp "$here/format-$version.sqlite" "$folder/golden-$version"
    cp "$here/format-$version.sqlite.watermark" "$folder/golden-$version.watermark"
    read_store "$folder/golden-$version" | diff - "$here/format-$version.history"
    # Opened by this program, and so of its format, it tells the same.
    cp "$folder/golden-$version" "$folder/migrated"
    cp "$folder/golden-$version.watermark" "$folder/migrated.watermark"
    "$program" open "$folder/migrated"
    read_store "$folder/migrated" | diff - "$here/format-$version.history"
    rm "$folder/migrated" "$folder/migrated.watermark"
done
cp "$folder/golden-1" "$folder/golden"

"$golden_program" "$folder/newest"
read_store "$folder/newest" | diff - "$here/format-3.history"

"$program" before "$folder/fresh" >/dev/null
read_store "$folder/fresh" | tee "$folder/fresh.history"
grep -q "10 changes" "$folder/fresh.history"

cp "$folder/golden" "$folder/changed"
"$python" - "$folder/changed" <<'PYTHON'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("UPDATE change SET reason = 'none' WHERE seq = 3")
database.commit()
PYTHON
refuse "$folder/changed" "change 3: its checksum does not hold"

cp "$folder/golden-2" "$folder/forgotten"
"$python" - "$folder/forgotten" <<'PYTHON'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("UPDATE workflow SET memory = NULL WHERE key = 1")
database.commit()
PYTHON
refuse "$folder/forgotten" "workflow 1: its checksum does not hold"

cp "$folder/golden-3" "$folder/unsent"
"$python" - "$folder/unsent" <<'PYTHON'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("UPDATE effect SET delivery = NULL WHERE delivery IS NOT NULL")
database.commit()
PYTHON
refuse "$folder/unsent" "effect [0-9]*: its checksum does not hold"

cp "$folder/fresh" "$folder/lost"
cp "$folder/fresh.watermark" "$folder/lost.watermark"
"$python" - "$folder/lost" <<'PYTHON'
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
last = database.execute("SELECT max(seq) FROM change").fetchone()[0]
key = database.execute("SELECT workflow FROM change WHERE seq = ?", (last,)).fetchone()[0]
for statement in ("DELETE FROM change WHERE workflow = ? AND seq > 7", "DELETE FROM workflow WHERE key = ?",
                  "DELETE FROM workflow_id WHERE key = ?", "DELETE FROM effect WHERE workflow = ?"):
    database.execute(statement, (key,))
database.commit()
PYTHON
refuse "$folder/lost" "."
