"""Runs clang-tidy-19 over the sources of a build folder: tidy.py BUILD product|tests.

On all cores; a file that was clean is not looked at again until it, a header of ours that it includes, its compiler
command or the checks change. That is remembered in the user's cache folder, so that clones share it. Requires: a Ninja
build with compile_commands.json, built: a file that Ninja has not compiled is looked at every time, since nobody knows
its headers.

Nearly all of the time goes into the headers, so sources of one folder are looked at together, as one file that includes
them. Those that declare the same name for themselves are kept apart. Where the whole is not clean, or does not compile,
each is looked at alone.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIDY = "clang-tidy-19"
TOGETHER = 12
TOGETHER_CHECKS = "--checks=-bugprone-suspicious-include"  # of the others that the file of all includes
CLEAN = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "signalbox-tidy"


def is_ours(path, build):
    return path.is_relative_to(ROOT) and not path.is_relative_to(build)


def headers_by_object(build):
    """What Ninja read from the compiler's dependency files: object -> [path]."""
    text = subprocess.run(["ninja", "-t", "deps"], cwd=build, check=True, capture_output=True, text=True).stdout
    found = {}
    for line in text.splitlines():
        if line.startswith("    "):
            found[current].append((build / line.strip()).resolve())
        elif ": #deps" in line:
            current = line.split(": #deps")[0]
            found[current] = []
    return found


def is_wanted(source, part):
    return source.is_relative_to(ROOT / "tests") == (part == "tests")


def keys_by_source(build, part):
    """source -> a hash of everything its findings depend on; None when it was not compiled, so that nobody knows."""
    version = subprocess.run([TIDY, "--version"], check=True, capture_output=True).stdout
    common = version + (ROOT / ".clang-tidy").read_bytes() + pathlib.Path(__file__).read_bytes()
    headers = headers_by_object(build)
    keys = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"]).resolve()
        if not is_ours(source, build) or not is_wanted(source, part):
            continue
        command = shlex.split(entry["command"])
        included = headers.get(command[command.index("-o") + 1])
        if included is None:
            keys[source] = None
            continue
        digest = hashlib.sha256(common + entry["command"].replace(str(ROOT), "").encode())
        for path in sorted({source, *(header for header in included if is_ours(header, build))}):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
        keys[source] = digest.hexdigest()
    return keys


def findings(source, build):
    """What clang-tidy says of one file; empty when it is clean."""
    run = subprocess.run([TIDY, "-p", str(build), "--quiet", str(source)], capture_output=True, text=True)
    return "" if run.returncode == 0 else run.stdout + run.stderr


def arguments_by_source(build):
    """source -> what its compiler is told, less the names of files."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        words = words[next(i for i, word in enumerate(words) if word.endswith("++") or "++-" in word) + 1 :]
        output = words.index("-o")
        del words[output : output + 2]
        source = pathlib.Path(entry["file"]).resolve()
        found[source] = tuple(word for word in words if word not in ("-c", entry["file"]))
    return found


# The format puts what a namespace declares at the start of a line.
OWN_NAME = re.compile(
    r"^(?:(?:struct|class|enum class|enum|using|concept)\s+(\w+)|[A-Za-z_][\w:<>,&*\s\[\]\"().]*?\b(\w+)\s*(?:[({;=]|\[))"
)


def own_names(source):
    """Names that a source declares in its unnamed namespaces, or as static."""
    names = set()
    is_unnamed = False
    for line in source.read_text().splitlines():
        if line.startswith("namespace"):
            is_unnamed = line.startswith("namespace {")
        elif line.startswith("} // namespace"):
            is_unnamed = False
        elif (is_unnamed or line.startswith("static ")) and (match := OWN_NAME.match(line)):
            names.add(match[1] or match[2])
    return names


def batches(sources, build):
    """Splits sources into lists that can be looked at together."""
    arguments = arguments_by_source(build)
    made = []
    for source in sorted(sources):
        names = own_names(source)
        for batch, taken, told in made:
            if len(batch) < TOGETHER and told == arguments[source] and not names & taken:
                batch.append(source)
                taken |= names
                break
        else:
            made.append(([source], names, arguments[source]))
    return [(batch, told) for batch, _, told in made]


def is_clean_together(batch, arguments, build):
    with tempfile.TemporaryDirectory() as folder:
        whole = pathlib.Path(folder) / "together.cpp"
        whole.write_text("".join(f'#include "{source}"\n' for source in batch))
        run = subprocess.run(
            [TIDY, "--quiet", f"--config-file={ROOT / '.clang-tidy'}", TOGETHER_CHECKS, str(whole), "--", *arguments],
            cwd=build,
            capture_output=True,
        )
        return run.returncode == 0


def findings_by_source(batch, arguments, build):
    if len(batch) > 1 and is_clean_together(batch, arguments, build):
        return {source: "" for source in batch}
    return {source: findings(source, build) for source in batch}


def main(build, part):
    CLEAN.mkdir(parents=True, exist_ok=True)
    keys = keys_by_source(build, part)
    todo = [source for source, key in keys.items() if key is None or not (CLEAN / key).exists()]
    print(f"{len(keys)} sources, {len(todo)} to look at", flush=True)
    failed = 0
    done = 0
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        looks = [pool.submit(findings_by_source, batch, told, build) for batch, told in batches(todo, build)]
        for look in concurrent.futures.as_completed(looks):
            for source, found in look.result().items():
                done += 1
                print(f"[{done}/{len(todo)}] {source.relative_to(ROOT)}", found, sep="\n" if found else "", flush=True)
                if found:
                    failed += 1
                elif keys[source]:
                    (CLEAN / keys[source]).touch()
    print(f"{failed} of {len(keys)} sources have findings")
    return 1 if failed or not keys else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]))
