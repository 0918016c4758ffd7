#!/usr/bin/env python3
"""A second verifier of Firstline's audit exports, written from docs/ledger-format.md and sharing no code with the first.

    python3 verify_export.py EXPORT...

Each EXPORT is a folder or a zip. Exit status 0: all verified. 1: something is wrong, and the first such thing of each export
is named. 2: usage.
Needs the standard library and the package `cryptography` for Ed25519.
"""

import os
import re
import struct
import sys
import zlib

from ledger_format import (
    Fault,
    Tree,
    commitment,
    consistent,
    leaf_hash,
    need,
    parse,
    read_checkpoint,
    read_entry,
    root_of_inclusion,
    sha256,
    strict,
    unbase64,
    unhex,
)

CSV_HEAD = (
    "\ufeffindex,at,event,title_zh,title_en,case,case_number,actor,login,name,role,signed,references,leaf,payload\r\n"
)


# Containers: a mapping of names to bytes.


def read_folder(path):
    files = {}
    for folder, folders, names in os.walk(path):
        for name in folders + names:
            whole = os.path.join(folder, name)
            inner = os.path.relpath(whole, path).replace(os.sep, "/")
            need(not os.path.islink(whole) and inner.count("/") <= 1, inner, "it is not a file of an export")
            if name in names:
                need(os.path.isfile(whole), inner, "it is not a plain file")
                with open(whole, "rb") as file:
                    files[inner] = file.read()
    return files


def render_zip(files):
    """The one form of an export's zip: stored, by name, without times, comments or extras."""
    data, listed = b"", b""
    for name in sorted(files):
        raw, content = name.encode(), files[name]
        common = struct.pack("<5H3L2H", 20, 0x0800, 0, 0, 0x21, zlib.crc32(content), len(content), len(content), len(raw), 0)
        listed += b"PK\x01\x02" + struct.pack("<H", 20) + common + bytes(10) + struct.pack("<L", len(data)) + raw
        data += b"PK\x03\x04" + common + raw + content
    count = len(files)
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count, count, len(listed), len(data), 0)
    return data + listed + end


def read_zip(path):
    with open(path, "rb") as file:
        data = file.read()
    files, at = {}, 0
    while data[at : at + 4] == b"PK\x03\x04" and len(data) >= at + 30:
        length, name_length = struct.unpack("<L", data[at + 22 : at + 26])[0], struct.unpack("<H", data[at + 26 : at + 28])[0]
        begin = at + 30 + name_length
        try:
            name = data[at + 30 : begin].decode()
        except UnicodeDecodeError:
            raise Fault("the export", "a name in the zip is not UTF-8") from None
        need(name not in files, "the export", f"{name} is in the zip twice")
        files[name] = data[begin : begin + length]
        at = begin + length
    return files, data


# The export.


def lines_of(files, name):
    data = files[name]
    need(not data or data.endswith(b"\n"), name, "its last line does not end")
    return data.split(b"\n")[:-1]


def cell(text):
    if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        text = "'" + text
    if any(character in text for character in ',"\r\n'):
        text = '"' + text.replace('"', '""') + '"'
    return text


class Export:
    def __init__(self, files):
        self.files = files
        self.enrolled = {}
        self.said = []

    def verify(self):
        need("seal.json" in self.files, "seal.json", "it is missing")
        need("manifest.json" in self.files, "manifest.json", "it is missing")
        seal = self.read_seal()
        manifest_bytes = self.files["manifest.json"]
        need(
            seal["entry"]["refs"].get("manifest") == sha256(manifest_bytes),
            "manifest.json",
            "its bytes are not those that the sealing entry names",
        )
        self.manifest = parse(manifest_bytes, "manifest.json")
        self.check_manifest()
        changed = self.changed_files()
        for name in ("keys.json", "names.json"):
            need(name not in changed, name, "its bytes are not those that the manifest names")
        self.keys = parse(self.files["keys.json"], "keys.json")
        self.names = parse(self.files["names.json"], "names.json")
        self.check_keys()
        for log, key in zip(self.manifest["logs"], self.keys["logs"]):
            own = [name for name in changed if name.startswith(log["class"] + "/")]
            if own or not changed:
                self.check_log(log, bytes.fromhex(key["public_key"]))
        for name in changed:
            raise Fault(name, "its bytes are not those that the manifest names")
        for person in self.keys["persons"]:
            found = self.enrolled.get(person["actor"])
            stated = (person["public_key"], person["enrolled_by"], person["login"], person["name"], person["role"])
            need(found == stated, "keys.json", f"{person['login']} is not so enrolled")
        self.check_seal(seal)

    def read_seal(self):
        place, data = "seal.json", self.files["seal.json"]
        need(data.endswith(b"\n"), place, "it does not end as a line")
        seal = strict(data[:-1], place, ["entry", "salt", "payload", "checkpoint", "inclusion", "consistency"])
        data = unbase64(seal["entry"], place)
        entry = read_entry(data, place)
        need(entry["event"] == "export_made" and entry["key"], place, "it is not the signed record of an export")
        salt, payload = unhex(seal["salt"], place), unbase64(seal["payload"], place)
        need(commitment(salt, payload) == entry["commitment"], place, "its payload is not what its entry commits to")
        return {**seal, "entry": entry, "leaf": leaf_hash(data)}

    def check_manifest(self):
        place, manifest = "manifest.json", self.manifest
        need(manifest["format"] == "firstline-export/1", place, "its format is another")
        classes = [log["class"] for log in manifest["logs"]]
        good = all(re.fullmatch("[a-z]{1,16}", name) for name in classes)
        need(good and classes[:1] == ["decision"] and len(set(classes)) == len(classes), place, "its logs are others")
        expected = ["keys.json", "names.json"]
        for name in classes:
            parts = ["checkpoints.jsonl", "checkpoint.txt", "entries.jsonl", "entries.csv", "proofs.jsonl"]
            expected += [f"{name}/{part}" for part in parts]
        need([file["name"] for file in manifest["files"]] == expected, place, "its files are others")
        whole = manifest["scope"] == "whole"
        self.case = None if whole else manifest["scope"]["case"]
        for log in manifest["logs"]:
            need((log["indices"] is None) == whole, place, "its entries are not what the scope says")
            indices = log["indices"] or []
            need(indices == sorted(set(indices)) and all(index < log["size"] for index in indices), place, "its indices are not in order")
        present = set(self.files)
        for name in sorted(set(expected) - present):
            raise Fault(name, "it is missing")
        for name in sorted(present - set(expected) - {"manifest.json", "seal.json"}):
            raise Fault(name, "the manifest does not name it")

    def changed_files(self):
        changed = []
        for file in self.manifest["files"]:
            data = self.files[file["name"]]
            if (len(data), sha256(data).hex()) != (file["length"], file["sha256"]):
                changed.append(file["name"])
        return sorted(changed)

    def check_keys(self):
        for log, key in zip(self.manifest["logs"], self.keys["logs"], strict=True):
            need((log["class"], log["origin"]) == (key["class"], key["origin"]), "keys.json", "its logs are others")
            raw = unhex(key["public_key"], "keys.json")
            text = sha256(b"firstline key fingerprint v1\n", raw)[:16].hex()
            groups = " ".join(text[at : at + 4] for at in range(0, 32, 4))
            need(key["fingerprint"] == groups, "keys.json", "a fingerprint is wrong")
        self.persons = {person["actor"]: person for person in self.keys["persons"]}
        need(len(self.persons) == len(self.keys["persons"]), "keys.json", "a person stands in it twice")

    def check_log(self, log, key):
        name = log["class"]
        checkpoints = self.read_checkpoints(log, key)
        indices = range(log["size"]) if log["indices"] is None else log["indices"]
        lines, proofs = lines_of(self.files, f"{name}/entries.jsonl"), lines_of(self.files, f"{name}/proofs.jsonl")
        self.proofs, self.proofs_name = iter(enumerate(proofs, 1)), f"{name}/proofs.jsonl"
        self.tree, self.leaves, self.counts = Tree(), set(), {"present": 0, "erased": 0, "left_out": 0, "signatures": 0}
        self.pending = list(checkpoints)
        rows = [CSV_HEAD]
        for index, line in zip(indices, lines):
            rows.append(self.check_entry(log, key, index, line))
        need(len(lines) == len(indices), f"{name} log", f"there are {len(lines)} entries, not {len(indices)}")
        self.check_csv(name, rows, list(indices))
        for size, root in checkpoints[:-1]:
            self.check_consistency(size, root, checkpoints[-1])
        need(next(self.proofs, None) is None, self.proofs_name, "there are lines after the last proof")
        stated = (log["payloads"], log["erased"], log["left_out"])
        found = (self.counts["present"], self.counts["erased"], self.counts["left_out"])
        need(found == stated, f"{name} log", "its payloads are not as many as the manifest states")
        self.said.append(
            f"{name} log: {len(lines)} of {log['size']} entries, {len(checkpoints)} checkpoints, {found[0]} payloads, "
            f"{self.counts['signatures']} signatures, root {log['root']}"
        )

    def read_checkpoints(self, log, key):
        name, found, last = log["class"], [], ""
        for number, line in enumerate(lines_of(self.files, f"{name}/checkpoints.jsonl"), 1):
            place = f"{name} log, checkpoint on line {number}"
            line = strict(line, place, ["size", "note"])
            size, root = read_checkpoint(line["note"], log["origin"], key, place)
            need(size == line["size"] and (not found or found[-1][0] < size), place, "it is of another size")
            found.append((size, root))
            last = line["note"]
        need(self.files[f"{name}/checkpoint.txt"] == last.encode(), f"{name}/checkpoint.txt", "it is not the newest checkpoint")
        newest = found[-1] if found else (0, sha256(b""))
        need((newest[0], newest[1].hex()) == (log["size"], log["root"]), f"{name} log", "its newest checkpoint is over other entries")
        held = log["witnessed"] == 0 or log["witnessed"] in [size for size, _ in found]
        need(held, f"{name} log", "the checkpoint that somebody else is said to hold is not there")
        return found

    def check_entry(self, log, key, index, line):
        place = f"{log['class']} log, entry {index}"
        line = strict(line, place, ["index", "leaf", "entry", "payload"])
        need(line["index"] == index, place, f"its line holds entry {line['index']}")
        data = unbase64(line["entry"], place)
        leaf = leaf_hash(data)
        need(unhex(line["leaf"], place) == leaf, place, "its bytes and its leaf hash do not agree")
        entry = read_entry(data, place)
        need((entry["log"], entry["index"]) == (log["origin"], index), place, "its bytes name another log or index")
        payload = self.check_payload(log, index, line["payload"], entry)
        if log["class"] == "decision" and index == 0:
            need(entry["refs"].get("device_key") == key, place, "it does not name the key that signs the checkpoints")
        self.check_signature(log, index, entry)
        if entry["case"] is not None and self.case in (None, entry["case"]):
            before = all((entry["case"], parent) in self.leaves for parent in entry["parents"])
            need(before, place, "it names an earlier entry of its case that is not there")
            self.leaves.add((entry["case"], leaf))
        if log["indices"] is None:
            self.grow(log, leaf)
        else:
            self.check_inclusion(log, index, leaf)
        return self.row(entry, leaf, payload)

    def check_payload(self, log, index, payload, entry):
        place = f"{log['class']} log, payload of entry {index}"
        if payload == "erased":
            self.counts["erased"] += 1
            return "(erased)"
        if payload == "left_out":
            need(not self.manifest["with_payloads"], place, "it is left out of an export that has payloads")
            self.counts["left_out"] += 1
            return "(left out)"
        need(isinstance(payload, dict) and list(payload) == ["present"], place, "it is not a payload")
        present = payload["present"]
        need(isinstance(present, dict) and list(present) == ["salt", "bytes"], place, "it is not a payload")
        data = unbase64(present["bytes"], place)
        need(commitment(unhex(present["salt"], place), data) == entry["commitment"], place, "it is not what the entry commits to")
        self.counts["present"] += 1
        if log["class"] == "decision" and entry["event"] == "user_enrolled":
            enrolment = parse(data, place)
            key = unhex(enrolment["public_key"], place)
            need(entry["refs"].get("public_key") == key, place, "its key is not the one that its entry names")
            names = (enrolment["login"], enrolment["display_name"], enrolment["role"])
            self.enrolled[enrolment["user"]] = (key.hex(), index, *names)
        return data.decode("utf-8", "replace")

    def check_signature(self, log, index, entry):
        place = f"{log['class']} log, signature of entry {index}"
        demanded = entry["event"] in self.manifest["signed_events"]
        need((entry["key"] is not None) == demanded, place, "it is missing" if demanded else "an event of this kind has none")
        if entry["key"] is None:
            return
        known = self.enrolled_key(entry["actor"])
        need(known in (None, entry["key"]), place, "it is not made with the acting person's enrolled key")
        self.counts["signatures"] += known is not None

    def enrolled_key(self, actor):
        found = self.enrolled.get(actor)
        return None if found is None else bytes.fromhex(found[0])

    def grow(self, log, leaf):
        self.tree.append(leaf)
        if self.pending and self.pending[0][0] == self.tree.size:
            size, root = self.pending.pop(0)
            need(root == self.tree.root(), f"{log['class']} log, checkpoint over {size} entries", "it is signed over other entries than these")

    def next_proof(self, kind, names):
        number, line = next(self.proofs, (0, None))
        place = f"{self.proofs_name}, line {number}"
        need(line is not None, self.proofs_name, "a proof is missing")
        proof = strict(line, place, [kind])[kind]
        need(isinstance(proof, dict) and list(proof) == names, place, "it is not a proof")
        return place, proof, [unhex(text, place) for text in proof["hashes"]]

    def check_inclusion(self, log, index, leaf):
        place, proof, hashes = self.next_proof("inclusion", ["index", "size", "hashes"])
        root = root_of_inclusion(leaf, index, log["size"], hashes)
        good = (proof["index"], proof["size"]) == (index, log["size"]) and root is not None and root.hex() == log["root"]
        need(good, place, f"it does not lead from entry {index} to the newest checkpoint's root")

    def check_consistency(self, size, root, newest):
        place, proof, hashes = self.next_proof("consistency", ["from", "to", "hashes"])
        good = (proof["from"], proof["to"]) == (size, newest[0]) and consistent(size, root, *newest, hashes)
        need(good, place, f"it does not lead from checkpoint {size} to the newest")

    def row(self, entry, leaf, payload):
        title = self.names["events"].get(entry["event"], {"zh": "", "en": ""})
        person = self.persons.get(entry["actor"], {"login": "", "name": "", "role": ""})
        cells = [
            str(entry["index"]), entry["at"], entry["type"], title["zh"], title["en"], entry["case"] or "",
            self.names["cases"].get(entry["case"], ""), entry["actor"], person["login"], person["name"], person["role"],
            "yes" if entry["key"] else "no", " ".join(f"{name} {hash.hex()}" for name, hash in entry["refs"].items()),
            leaf.hex(), payload,
        ]
        return ",".join(map(cell, cells)) + "\r\n"

    def check_csv(self, name, rows, indices):
        data, at = self.files[f"{name}/entries.csv"], 0
        for number, row in enumerate(rows):
            row = row.encode()
            place = f"{name}/entries.csv" + (f", row of entry {indices[number - 1]}" if number else "")
            need(data[at : at + len(row)] == row, place, "it does not say what the entry says")
            at += len(row)
        need(at == len(data), f"{name}/entries.csv", "there are rows after the last entry's")

    def check_seal(self, seal):
        place, log, entry = "seal.json", self.manifest["logs"][0], seal["entry"]
        need(entry["log"] == log["origin"] and entry["actor"] == self.manifest["made_by"], place, "its entry is another's")
        need(self.enrolled_key(entry["actor"]) == entry["key"], place, "it is not signed with the person's enrolled key")
        key = bytes.fromhex(self.keys["logs"][0]["public_key"])
        size, root = read_checkpoint(seal["checkpoint"], log["origin"], key, place)
        need(entry["index"] >= log["size"], place, "its entry is older than the export")
        inclusion = [unhex(text, place) for text in seal["inclusion"]]
        need(root_of_inclusion(seal["leaf"], entry["index"], size, inclusion) == root, place, "its inclusion proof does not hold")
        consistency = [unhex(text, place) for text in seal["consistency"]]
        extends = consistent(log["size"], bytes.fromhex(log["root"]), size, root, consistency)
        need(extends, place, "its checkpoint's tree does not extend the exported one")


def verify(path):
    """Verifies the export at a path; returns what it found, or raises the first Fault."""
    zipped = None
    if os.path.isdir(path):
        files = read_folder(path)
    else:
        files, zipped = read_zip(path)
    export = Export(files)
    try:
        export.verify()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise Fault("the export", f"something in it has not the shape it should have: {error!r}") from None
    need(zipped is None or render_zip(files) == zipped, "the export", "the zip is not in its one form")
    return export.said


def main(arguments):
    if not arguments or any(argument.startswith("-") for argument in arguments):
        print(__doc__, file=sys.stderr)
        return 2
    status = 0
    for path in arguments:
        try:
            print(f"VERIFIED {path}", *verify(path), sep="\n  ")
        except (Fault, OSError) as fault:
            print(f"NOT VERIFIED {path}\n  {fault}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
