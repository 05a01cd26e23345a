#!/usr/bin/env bash
# Fails, and says where, when a source is not as clang-format-19 would write it. To mend: clang-format-19 -i FILE.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
find app ui model engine tests \( -name '*.h' -o -name '*.cpp' \) -print0 |
    xargs -0 --no-run-if-empty clang-format-19 --dry-run --Werror
