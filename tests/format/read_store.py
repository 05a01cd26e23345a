#!/usr/bin/env python3
"""Reads a store of format version 1 to 3 as engine/store/FORMAT.md specifies it, without any code of Signalbox: checks every
checksum, the hash chain and the watermark, and prints the history. Exit status 0: the store is whole."""

import hashlib
import json
import os
import sqlite3
import struct
import sys
import zlib

TABLES = {
    "meta": ["name", "value", "crc"],
    "definition": ["key", "name", "version", "hash", "source", "installed", "crc"],
    "workflow_id": ["key", "id", "removed", "crc"],
    "workflow": ["key", "definition", "state", "configuration", "status", "assignee", "revision", "created", "updated",
                 "state_since", "last_seq", "data", "crc"],
    "change": ["seq", "workflow", "prev_seq", "definition", "revision", "at", "kind", "outcome", "trigger",
               "from_state", "to_state", "status", "assignee", "principal", "reason", "request_id", "effects", "detail",
               "chain", "crc"],
    "timer": ["workflow", "name", "due", "trigger", "scope", "crc"],
    "effect": ["change", "ordinal", "workflow", "kind", "payload", "status", "crc"],
    "job": ["key", "kind", "status", "created", "updated", "content", "crc"],
}
# The late column of a table, and the version that brought it.
LATE = {"workflow": ("memory", 2), "timer": ("delivery", 2), "definition": ("deployment", 2), "effect": ("delivery", 3)}
KINDS = ["Created", "Fired", "Cancelled", "Terminated", "Removed", "TimerFired", "Faulted", "Mended",
         "Migrated", "TimerSet", "TimerMoved", "TimerCancelled", "EffectsRetried", "EffectsSkipped", "EffectAnswered"]
EFFECT_STATUSES = ["Pending", "Sent", "Failed", "Discarded"]
PROGRESS = {"attempts", "lastAttempt", "nextAttempt", "failures", "status", "response", "isResponseCut", "request",
            "repliedAt"}
MEMORY = {"history", "initialised", "declared", "invoked", "sent", "nextNumber", "parentId", "invokeId", "done"}
OUTCOMES = ["Transitioned", "Reentered", "Internal", "Ignored", "NoOp", "Rejected", "Ambiguous", "BadArguments",
            "Failed"]


class Wrong(Exception):
    pass


def expect(condition, what):
    if not condition:
        raise Wrong(what)


# -- CBOR, as far as the format uses it

def cbor_argument(data, at):
    low = data[at] & 31
    if low < 24:
        return low, at + 1
    expect(low <= 27, "CBOR: a length that is not definite")
    size = 1 << (low - 24)
    expect(at + 1 + size <= len(data), "CBOR: cut short")
    return int.from_bytes(data[at + 1:at + 1 + size], "big"), at + 1 + size


def cbor_item(data, at):
    expect(at < len(data), "CBOR: cut short")
    major = data[at] >> 5
    if major == 7:
        return cbor_simple(data, at)
    value, at = cbor_argument(data, at)
    if major == 0:
        return value, at
    if major == 1:
        return -1 - value, at
    if major == 3:
        return data[at:at + value].decode("utf-8"), at + value
    if major == 4:
        items = []
        for _ in range(value):
            item, at = cbor_item(data, at)
            items.append(item)
        return items, at
    if major == 5:
        entries = {}
        for _ in range(value):
            key, at = cbor_item(data, at)
            entries[key], at = cbor_item(data, at)
        return entries, at
    raise Wrong(f"CBOR: major type {major} is not used")


def cbor_simple(data, at):
    low = data[at] & 31
    if low in (20, 21, 22):
        return {20: False, 21: True, 22: None}[low], at + 1
    for code, shape in ((25, ">e"), (26, ">f"), (27, ">d")):
        if low == code:
            size = struct.calcsize(shape)
            return struct.unpack(shape, data[at + 1:at + 1 + size])[0], at + 1 + size
    raise Wrong(f"CBOR: simple value {low} is not used")


def cbor(data):
    value, end = cbor_item(data, 0)
    expect(end == len(data), "CBOR: something follows the item")
    return value


# -- rows

def row_bytes(values):
    result = b""
    for value in values:
        if value is None:
            result += b"\x00"
        elif isinstance(value, int):
            result += b"\x01" + struct.pack("<q", value)
        elif isinstance(value, str):
            text = value.encode("utf-8")
            result += b"\x02" + struct.pack("<I", len(text)) + text
        else:
            result += b"\x03" + struct.pack("<I", len(value)) + bytes(value)
    return result


def signed_crc(data):
    return struct.unpack("<i", struct.pack("<I", zlib.crc32(data)))[0]


def read_table(database, version, table, order):
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    late = [LATE[table][0]] if table in LATE and version >= LATE[table][1] else []
    expect(columns == TABLES[table] + late, f"table {table}: its columns are {columns}")
    crc = columns.index("crc")
    rows = []
    for row in database.execute(f"SELECT * FROM {table} ORDER BY {order}"):
        covered = row_bytes(row[:crc]) + row_bytes(value for value in row[crc + 1:] if value is not None)
        expect(signed_crc(covered) == row[crc], f"{table} {row[0]}: its checksum does not hold")
        rows.append(dict(zip(columns, row)))
    return rows


def read_watermark(path):
    best = None
    with open(path, "rb") as file:
        data = file.read()
    for slot in (data[:512], data[512:1024]):
        if len(slot) < 512 or slot[:8] != b"SgbxMark":
            continue
        if zlib.crc32(slot[:96]) != struct.unpack_from("<I", slot, 96)[0]:
            continue
        counter, store, epoch, seq = struct.unpack_from("<Q32sQQ", slot, 8)
        mark = (counter, store.decode("ascii"), epoch, seq, slot[64:96])
        best = max(best, mark) if best else mark
    return best


# -- the store

class Store:
    def __init__(self, path):
        self.path = path
        self.database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        one = lambda pragma: self.database.execute(f"PRAGMA {pragma}").fetchone()[0]
        expect(one("application_id") == 0x53676278, "another application_id")
        version = one("user_version")
        expect(version in (1, 2, 3), "another version of the format")
        expect(one("integrity_check") == "ok", "SQLite finds its structure damaged")
        table = lambda name, order: read_table(self.database, version, name, order)
        self.meta = {row["name"]: row["value"] for row in table("meta", "name")}
        self.definitions = {row["key"]: row for row in table("definition", "key")}
        self.ids = {row["key"]: row for row in table("workflow_id", "key")}
        self.workflows = {row["key"]: row for row in table("workflow", "key")}
        self.changes = table("change", "seq")
        self.timers = table("timer", "workflow, name")
        self.effects = table("effect", "change, ordinal")
        expect(table("job", "key") == [], "jobs are reserved")
        key = bytes.fromhex(self.meta.get("reply_key", ""))
        expect(len(key) == (32 if version >= 3 else 0), "the key for reply addresses")
        self.structures = {key: json.loads(row["source"]) for key, row in self.definitions.items()}

    def check(self):
        self.check_chain()
        self.check_keys()
        self.check_heads()
        self.check_definitions()
        self.check_effects()
        self.check_leaves()
        self.check_statecharts()
        self.check_deployments()
        self.check_watermark()

    def check_chain(self):
        head = hashlib.sha256(self.meta["store_id"].encode("ascii")).digest()
        for number, change in enumerate(self.changes, 1):
            expect(change["seq"] == number, f"change {number} is missing")
            covered = [change[name] for name in TABLES["change"][:18]]
            head = hashlib.sha256(head + row_bytes(covered)).digest()
            expect(head == change["chain"], f"change {number} does not follow on the one before")

    def check_keys(self):
        expect(list(self.definitions) == list(range(1, len(self.definitions) + 1)), "a definition is missing")
        there = {key for key, row in self.ids.items() if row["removed"] == 0}
        expect(there == set(self.workflows), "a workflow is missing")

    def check_heads(self):
        last = {}
        for change in self.changes:
            before = last.get(change["workflow"])
            expect(change["prev_seq"] == (before["seq"] if before else 0), f"change {change['seq']}: prev_seq")
            last[change["workflow"]] = change
        for key, workflow in self.workflows.items():
            change = last[key]
            for ours, theirs in (("last_seq", "seq"), ("revision", "revision"), ("status", "status"),
                                 ("assignee", "assignee"), ("state", "to_state"), ("updated", "at"),
                                 ("definition", "definition")):
                expect(workflow[ours] == change[theirs], f"workflow {key}: {ours}")
            data = cbor(workflow["data"]) if workflow["data"] is not None else {}
            expect(data == self.folded(key), f"workflow {key}: its data are not what its changes made of them")

    def check_effects(self):
        counts = {}
        for effect in self.effects:
            expect(effect["ordinal"] == counts.get(effect["change"], 0), f"effect of change {effect['change']}")
            counts[effect["change"]] = effect["ordinal"] + 1
            cbor(effect["payload"])
            known = progress(effect) or {}
            expect(set(known) <= PROGRESS and len(known.get("failures", [])) <= 20,
                   f"effect {effect['change']}.{effect['ordinal']}: how far it is")
            for failure in known.get("failures", []):
                expect({"at", "error"} <= set(failure) <= {"at", "error", "status"}, "a failure of an effect")
        for change in self.changes:
            expect(change["effects"] == counts.get(change["seq"], 0), f"change {change['seq']}: its effects")

    def check_leaves(self):
        for change in self.changes:
            several = detail(change)[4]
            known = len(self.structures[change["definition"]]["states"])
            expect(several == sorted(set(several)) and len(several) != 1 and all(leaf < known for leaf in several),
                   f"change {change['seq']}: its leaves")
            expect(not several or several[0] == change["to_state"], f"change {change['seq']}: its first leaf")

    def check_statecharts(self):
        for key, workflow in self.workflows.items():
            known = self.structures[workflow["definition"]]["states"]
            found = leaves(workflow)
            expect(found == sorted(found) and all(leaf < len(known) for leaf in found), f"workflow {key}: its leaves")
            expect(not found or found[0] == workflow["state"], f"workflow {key}: its first leaf")
            expect(set(memory(workflow)) <= MEMORY, f"workflow {key}: its memory")
        for timer in self.timers:
            delivery = delivered(timer)
            if delivery is not None:
                kind = set(delivery) - {"target", "arguments", "period", "late"}
                expect(delivery and len(kind) == ("target" in delivery) and kind <= {"event", "start", "end"},
                       "a timer's delivery")
                expect("event" not in kind or delivery["event"]["name"], "a timer's event")
                expect(delivery.get("period", 1) > 0 and ("late" not in delivery or "period" in delivery)
                       and delivery.get("late", 0) <= 2, "a timer's repetition")

    def check_deployments(self):
        for key, row in self.definitions.items():
            deployment = deployed(row)
            if deployment is not None:
                expect(set(deployment) == {"file", "text", "files", "principal", "reason"}, f"definition {key}")
                paths = [file["path"] for file in deployment["files"]]
                expect(paths == sorted(paths), f"definition {key}: the order of its files")

    def check_watermark(self):
        if not os.path.exists(self.path + ".watermark"):
            return
        mark = read_watermark(self.path + ".watermark")
        if mark is None or (mark[1] == self.meta["store_id"] and mark[2] < int(self.meta["epoch"])):
            return
        _, store, epoch, seq, chain = mark
        expect(store == self.meta["store_id"] and epoch == int(self.meta["epoch"]), "another store was here")
        expect(seq <= len(self.changes), f"{seq} changes were acknowledged, {len(self.changes)} are there")
        expect(seq == 0 or self.changes[seq - 1]["chain"] == chain, f"change {seq} is not the acknowledged one")

    def folded(self, key):
        data = {}
        for change in self.changes:
            if change["workflow"] != key:
                continue
            for place in detail(change)[1]:
                data = put(data, place)
        return data

    def state(self, definition, index):
        return self.structures[definition]["states"][index]["name"] if index is not None else ""

    def before(self, change):
        """The leaf that a change came from, by name: that of a migration is of the version before."""
        is_migrated = KINDS[change["kind"]] == "Migrated"
        own = self.changes[change["prev_seq"] - 1] if is_migrated else change
        return self.state(own["definition"], change["from_state"])

    def check_definitions(self):
        known = {}
        for change in self.changes:
            number, key, definition = change["seq"], change["workflow"], change["definition"]
            if KINDS[change["kind"]] == "Migrated":
                arguments, _, taken, _, _ = detail(change)
                names = {self.structures[version]["name"] for version in (known[key], definition)}
                expect(names == {arguments["definition"]}, f"change {number} leaves its definition")
                expect(self.before(change) == arguments["statesBefore"][0], f"change {number} comes from elsewhere")
                after = self.state(definition, change["to_state"])
                expect(after == arguments["statesAfter"][0] and not taken, f"change {number} leads elsewhere")
            else:
                expect(known.get(key, definition) == definition, f"change {number} is of another version")
            known[key] = definition

    def print_history(self):
        for change in self.changes:
            definition = change["definition"]
            trigger = ("" if change["trigger"] is None
                       else self.structures[definition]["triggers"][change["trigger"]]["name"])
            arguments, _, _, log, _ = detail(change)
            print(change["seq"], self.ids[change["workflow"]]["id"], f"r{change['revision']}", KINDS[change["kind"]],
                  OUTCOMES[change["outcome"]], trigger or "-",
                  f"{self.before(change) or '-'}->{self.state(definition, change['to_state'])}",
                  change["assignee"] or "-", json.dumps(arguments, ensure_ascii=False), json.dumps(log))

    def print_deployments(self):
        for row in self.definitions.values():
            if deployed(row) is not None:
                print(row["name"], f"v{row['version']}", "came as", as_text(deployed(row)))

    def print_statecharts(self):
        for key, workflow in self.workflows.items():
            if workflow["configuration"] is None and not memory(workflow):
                continue
            names = [self.state(workflow["definition"], leaf) for leaf in leaves(workflow)]
            print(self.ids[key]["id"], "in", *names, as_text(memory(workflow)))
        for timer in self.timers:
            if delivered(timer) is not None:
                print(self.ids[timer["workflow"]]["id"], "awaits", timer["name"], timer["due"],
                      as_text(delivered(timer)))


    def print_effects(self):
        for effect in self.effects:
            if progress(effect) is not None:
                print(self.ids[effect["workflow"]]["id"], "asked for", f"{effect['change']}.{effect['ordinal']}",
                      EFFECT_STATUSES[effect["status"]], as_text(progress(effect)))

    def print_regions(self):
        for change in self.changes:
            if detail(change)[4]:
                print("change", change["seq"], "leads to",
                      *(self.state(change["definition"], leaf) for leaf in detail(change)[4]))


def as_text(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def leaves(workflow):
    return [workflow["state"]] if workflow["configuration"] is None else cbor(workflow["configuration"])


def memory(workflow):
    kept = workflow.get("memory")
    return {} if kept is None else cbor(kept)


def delivered(timer):
    kept = timer.get("delivery")
    return None if kept is None else cbor(kept)


def progress(effect):
    kept = effect.get("delivery")
    return None if kept is None else cbor(kept)


def deployed(definition):
    kept = definition.get("deployment")
    return None if kept is None else cbor(kept)


def detail(change):
    parts = cbor(change["detail"]) if change["detail"] is not None else []
    empty = [None, [], [], [], []]
    return parts + empty[len(parts):]


def put(data, place):
    """RFC 6901, as far as objects go; one element sets nothing but takes away."""
    pointer = place[0]
    if pointer == "":
        return place[1]
    names = [name.replace("~1", "/").replace("~0", "~") for name in pointer.split("/")[1:]]
    at = data
    for name in names[:-1]:
        at = at[int(name)] if isinstance(at, list) else at.setdefault(name, {})
    if len(place) == 1:
        at.pop(names[-1], None)
    elif isinstance(at, list):
        at[len(at):] = [place[1]] if names[-1] == "-" else []
        if names[-1] != "-":
            at[int(names[-1])] = place[1]
    else:
        at[names[-1]] = place[1]
    return data


def main():
    if len(sys.argv) != 2:
        print("usage: read_store.py STORE", file=sys.stderr)
        return 2
    try:
        store = Store(sys.argv[1])
        store.check()
    except (Wrong, sqlite3.Error, OSError) as error:
        print(f"{sys.argv[1]}: {error}", file=sys.stderr)
        return 1
    store.print_history()
    store.print_deployments()
    store.print_statecharts()
    store.print_regions()
    store.print_effects()
    print(f"{len(store.workflows)} workflows, {len(store.changes)} changes, {len(store.effects)} effects,"
          f" {len(store.timers)} timers: whole")
    return 0


if __name__ == "__main__":
    sys.exit(main())
