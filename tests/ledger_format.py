"""The ledger's formats, from docs/ledger-format.md alone: JSON in its one form, the tree, entries, checkpoints."""

import base64
import binascii
import hashlib
import json
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
FIELDS = ["v", "log", "index", "type", "at", "mono", "boot", "actor", "case", "parents", "refs", "commitment"]


class Fault(Exception):
    """The first thing wrong, and where."""

    def __init__(self, place, what):
        super().__init__(f"{place}: {what}")


def need(holds, place, what):
    if not holds:
        raise Fault(place, what)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def no_doubles(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a name occurs twice")
    return dict(pairs)


def parse(data, place):
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=no_doubles)
    except (ValueError, RecursionError) as error:
        raise Fault(place, f"it cannot be read: {error}") from None


def strict(data, place, names):
    """A JSON object with these names in this order, in its one form."""
    value = parse(data, place)
    need(isinstance(value, dict) and list(value) == names, place, f"its fields are not {names}")
    need(compact(value) == data, place, "it is not in its one form")
    return value


def unbase64(text, place):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise Fault(place, "it is not base64") from None
    need(base64.b64encode(data).decode() == text, place, "it is not base64 in its one form")
    return data


def unhex(text, place, length=32):
    good = isinstance(text, str) and re.fullmatch(f"[0-9a-f]{{{2 * length}}}", text)
    need(good, place, f"{text!r} is not {length} bytes in lower-case hexadecimal")
    return bytes.fromhex(text)


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**64


def signature_holds(key, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# The tree of RFC 6962.


def leaf_hash(data):
    return sha256(b"\x00", data)


def node_hash(left, right):
    return sha256(b"\x01", left, right)


class Tree:
    """Grows leaf by leaf; keeps one root for each power of two."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, leaf):
        place = self.size
        while place & 1:
            leaf, place = node_hash(self.peaks.pop(), leaf), place >> 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha256(b"")
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of_inclusion(leaf, index, size, proof):
    """RFC 9162, section 2.1.3.2; None where the proof has the wrong length."""
    if index >= size:
        return None
    place, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if place & 1 or place == last:
            root = node_hash(sibling, root)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        place, last = place >> 1, last >> 1
    return root if last == 0 else None


def consistent(old, old_root, new, new_root, proof):
    """RFC 9162, section 2.1.4.2."""
    if old == 0 or old > new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old & (old - 1) == 0:
        proof = [old_root] + proof
    if not proof:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = proof[0]
    for sibling in proof[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


# Entries and checkpoints.


def read_entry(data, place):
    need(len(data) <= 64 * 1024, place, "it is longer than 64 KiB")
    fields = parse(data, place)
    need(isinstance(fields, dict), place, "it is not an object")
    signed = "sig" in fields
    need(list(fields) == FIELDS + (["key", "sig"] if signed else []), place, "its fields are not those of an entry")
    need(compact(fields) == data, place, "it is not in its one form")
    need(fields["v"] == 1, place, "its version is not 1")
    need(is_number(fields["index"]) and is_number(fields["mono"]), place, "a number is not one")
    need(isinstance(fields["log"], str), place, "its log is not text")
    need(isinstance(fields["type"], str), place, "its type is not text")
    version = re.fullmatch(r"(?s)(.*)/(0|[1-9]\d*)", fields["type"])
    need(version and int(version.group(2)) < 2**32, place, "its type has no version")
    need(isinstance(fields["at"], str) and TIME.match(fields["at"]), place, "its time is not one")
    ids = [fields["boot"], fields["actor"]] + ([] if fields["case"] is None else [fields["case"]])
    need(all(isinstance(text, str) and UUID.match(text) for text in ids), place, "an id is not one")
    need(isinstance(fields["parents"], list), place, "its parents are no list")
    parents = [unhex(text, place) for text in fields["parents"]]
    need(isinstance(fields["refs"], dict), place, "its references are no object")
    names = list(fields["refs"])
    need(names == sorted(names, key=str.encode), place, "its references are out of order")
    refs = {name: unhex(text, place) for name, text in fields["refs"].items()}
    commitment = unhex(fields["commitment"], place)
    key = None
    if signed:
        key, signature = unhex(fields["key"], place), unhex(fields["sig"], place, 64)
        message = data[: data.rindex(b',"sig":"')] + b"}"
        holds = signature_holds(key, b"firstline entry v1\n" + message, signature)
        need(holds, place, "its signature is not that of the key it names")
    parsed = {"event": version.group(1), "parents": parents, "refs": refs, "commitment": commitment, "key": key}
    return {**fields, **parsed}


def commitment(salt, payload):
    return sha256(b"firstline payload commitment v1\n", salt, payload)


def read_checkpoint(note, origin, key, place):
    need(isinstance(note, str), place, "it is not text")
    body, parted, signature_line = note.partition("\n\n")
    lines = body.split("\n")
    need(parted and len(lines) == 3 and lines[0] == origin, place, "it is not a checkpoint of the log")
    need(re.fullmatch(r"0|[1-9][0-9]*", lines[1]) and int(lines[1]) < 2**64, place, "its size is not one")
    root = unbase64(lines[2], place)
    need(len(root) == 32, place, "its root is not one")
    begin = f"\u2014 {origin} "
    need(signature_line.startswith(begin) and signature_line.endswith("\n"), place, "it is not signed by the log")
    signature = unbase64(signature_line[len(begin) : -1], place)
    key_id = sha256(origin.encode(), b"\n\x01", key)[:4]
    need(len(signature) == 68 and signature[:4] == key_id, place, "its key id is not that of the log's key")
    need(signature_holds(key, (body + "\n").encode(), signature[4:]), place, "its signature is not that of the log's key")
    return int(lines[1]), root
