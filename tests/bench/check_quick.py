"""Runs `signalbox-bench --quick --json` and checks that it measured every figure that it names: that it ran, not how fast.

check_quick.py BENCH FOLDER
"""
import json
import math
import subprocess
import sys

FIELDS = {"name", "of", "value", "unit", "ceiling", "ceiling_is", "ratio", "target", "target_is", "met"}


def output(*arguments):
    return subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True).stdout


def faults(bench, folder):
    wanted = output(bench, "--list").splitlines()
    figures = json.loads(output(bench, "--quick", "--json", "--folder", folder))
    measured = [figure["name"] for figure in figures]
    if measured != wanted:
        yield f"measured {measured}, --list names {wanted}"
    for figure in figures:
        if set(figure) != FIELDS:
            yield f"{figure['name']}: has the fields {sorted(figure)}"
        if not math.isfinite(figure["value"]) or figure["value"] <= 0:
            yield f"{figure['name']}: its value is {figure['value']}"


if __name__ == "__main__":
    found = list(faults(*sys.argv[1:]))
    print("\n".join(found) or "every figure was measured")
    sys.exit(1 if found else 0)
