# SPDX-License-Identifier: Apache-2.0
"""Reads containers of the table format. Written from docs/table_format.md and docs/table_key_index.md alone, so that it
says whether those are enough for a second implementation. Plain and slow; it raises Damaged for what they refuse."""

import struct

import xxhash

WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 2, 8: 4, 9: 8, 10: 4, 11: 8, 12: 4, 13: 12, 26: 16}
NUMBERS = {2: "b", 3: "h", 4: "i", 5: "q", 6: "B", 7: "H", 8: "I", 9: "Q", 10: "f", 11: "d"}
FIXED_BYTES, FIXED_TEXT, DECIMAL, BYTES, TEXT, BUFFER = 14, 15, 16, 17, 18, 19
LIST, TUPLE, SET, DICT, ARRAY, RECORD, ANY = 20, 21, 22, 23, 24, 25, 26
SCHEMA, RECORDS, VARDATA, PILOTS, FINGERPRINTS, LOCATOR, POSTINGS, SORTED, BLOCKSUMS, TABLE = 1, 2, 3, 4, 6, 7, 8, 11, 13, 16
IN_PLACE = 15
BLOCK = 65536
MASK = 2**64 - 1


class Damaged(ValueError):
    pass


def need(condition, what):
    if not condition:
        raise Damaged(what)


def xxh64(data, seed=0):
    return xxhash.xxh3_64_intdigest(data, seed)


def xxh128(data, seed=0):
    return xxhash.xxh3_128_intdigest(data, seed)


def number(data, at, form):
    size = struct.calcsize("<" + form)
    need(0 <= at <= len(data) - size, f"{size} bytes at {at} are not there")
    return struct.unpack_from("<" + form, data, at)[0]


def part(data, at, size):
    need(0 <= at <= len(data) and 0 <= size <= len(data) - at, f"{size} bytes at {at} are not there")
    return data[at : at + size]


class Type:
    def __init__(self, kind, nullable=False, number=0, parts=()):
        self.kind, self.nullable, self.number, self.parts = kind, nullable, number, parts

    def size(self, width):
        if self.kind in (FIXED_BYTES, FIXED_TEXT):
            return (1 if self.number < 256 else 2) + self.number
        return WIDTHS.get(self.kind, width)

    def alignment(self, width):
        if self.kind in (FIXED_BYTES, FIXED_TEXT):
            return 1
        return {13: 4, 26: 8}.get(self.kind, self.size(width))


class Form:
    """The canonical form of a schema (2.1)."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form):
        value = number(self.data, self.at, form)
        self.at += struct.calcsize("<" + form)
        return value

    def bytes(self, size):
        taken = part(self.data, self.at, size)
        self.at += size
        return taken

    def type(self, depth=1):
        need(depth <= 32, "types are nested deeper than 32")
        kind, flags = self.take("B"), self.take("B")
        need(1 <= kind <= 26 and flags <= 1, "unknown type")
        size = self.take("H") if kind in (FIXED_BYTES, FIXED_TEXT) else 0
        parts = [self.type(depth + 1) for _ in range({LIST: 1, TUPLE: 1, SET: 1, DICT: 2}.get(kind, 0))]
        if kind == RECORD:
            size = self.take("H")
        return Type(kind, flags == 1, size, parts)

    def schema(self):
        need(self.take("B") == ord("S") and self.take("B") == 1, "no schema of version 1")
        types = [self.record_type() for _ in range(self.take("H"))]
        need(self.at == len(self.data) and types, "bytes behind the schema")
        return types

    def record_type(self):
        name = str(self.bytes(self.take("H")), "utf-8")
        key, fields = self.take("H"), []
        for _ in range(self.take("H")):
            field = {"number": self.take("H"), "flags": self.take("B"), "since": self.take("I")}
            need(field["flags"] <= 7, "unknown flags of a field")
            field["name"] = str(self.bytes(self.take("H")), "utf-8")
            field["type"] = self.type()
            if field["flags"] & 2:
                field["default"] = self.bytes(self.take("I"))
            fields.append(field)
        numbers = [field["number"] for field in fields]
        need(numbers == sorted(set(numbers)), "fields are not in order")
        return {"name": name, "key": key, "fields": fields}


def lay(record_type, width):
    """Offsets of the fields, and what their state bits are (3). Returns size and alignment."""
    at, waiting, bits = 0, [], 0
    for field in record_type["fields"]:
        if field["number"] == record_type["key"]:
            field["at"], at = 0, field["type"].size(width)
        else:
            waiting.append(field)
    state = at * 8
    for field in record_type["fields"]:
        field["null"] = field["missing"] = None
        if field["type"].nullable:
            field["null"], bits = state + bits, bits + 1
        if field["flags"] & 1:
            field["missing"], bits = state + bits, bits + 1
    at = place([f for f in waiting if not f["flags"] & 4], at + (bits + 7) // 8, width)
    record_type["alignment"] = max([f["type"].alignment(width) for f in record_type["fields"]], default=1)
    in_place = [f for f in waiting if f["flags"] & 4]
    record_type["block"] = record_type["numbers"] = 0
    if in_place:
        need(all(2 <= f["type"].kind <= 11 and not f["type"].nullable and f["flags"] & 1 == 0 for f in in_place), "in place")
        record_type["block"] = at + -at % 8
        at = place(in_place, record_type["block"], width)
        at += -at % 8
        record_type["numbers"], record_type["alignment"] = at - record_type["block"], 8
    record_type["size"] = max(at, 1)


def place(waiting, at, width):
    while waiting:
        fitting = [f for f in waiting if at % f["type"].alignment(width) == 0]
        if not fitting:
            step = min(f["type"].alignment(width) for f in waiting)
            at += -at % step
            continue
        field = max(fitting, key=lambda f: (f["type"].alignment(width), -f["number"]))
        waiting.remove(field)
        field["at"], at = at, at + field["type"].size(width)
    return at


class Container:
    def __init__(self, data):
        self.data = data
        need(len(data) >= 192 and data[:8] == b"\x89MTB\r\n\x1a\n", "no header")
        need(number(data, 8, "H") == 1 and number(data, 12, "I") >= 128, "another version")
        need(number(data, 120, "Q") == xxh64(data[:120]), "header check")
        need(number(data, 16, "Q") & ~3 == 0, "unknown features")
        need(number(data, 40, "Q") == len(data), "length")
        self.width = 8 if number(data, 16, "Q") & 1 else 4
        self.read_trailer(data[-64:])
        self.read_table()
        self.read_sums()
        self.seed, self.count = number(data, 88, "Q"), number(data, 112, "Q")
        form = self.section(SCHEMA)
        need(bytes(data[96:112]) == xxh128(form).to_bytes(16, "little"), "fingerprint of the schema")
        self.types = Form(form).schema()
        for each in self.types:
            lay(each, self.width)
        self.read_places()
        self.read_numbers()

    def read_trailer(self, trailer):
        need(trailer[:8] == b"\x89MTE\r\n\x1a\n" and number(trailer, 56, "Q") == xxh64(trailer[:56]), "trailer")
        need(number(trailer, 8, "Q") == len(self.data), "length in the trailer")
        need(trailer[16:24] == self.data[120:128] and trailer[24:32] == self.data[64:72], "checks in the trailer")

    def read_table(self):
        at, count = number(self.data, 48, "Q"), number(self.data, 56, "I")
        need(at % 64 == 0 and count <= 4096 and number(self.data, 60, "I") == 64, "section table")
        table = part(self.data, at, 64 * count)
        need(number(self.data, 64, "Q") == xxh64(table), "hash of the section table")
        names = "type flags offset length count checksum alignment codec first second".split()
        self.sections = [dict(zip(names, each)) for each in struct.iter_unpack("<IIQQQQIIQQ", table)]
        used = [(0, 128), (at, at + len(table)), (len(self.data) - 64, len(self.data))]
        for each in self.sections:
            need(each["codec"] == 0 and each["flags"] & ~3 == 0, "unknown codec or flag")
            need(each["type"] in range(1, 17) or each["flags"] & 1 or each["type"] >> 31, "unknown section")
            need(each["offset"] % each["alignment"] == 0, "alignment")
            part(self.data, each["offset"], each["length"])
            used.append((each["offset"], each["offset"] + each["length"]))
        stop = 0
        for first, last in sorted(pair for pair in used if pair[0] != pair[1]):
            need(first >= stop, "sections overlap")
            need(not any(self.data[stop:first]), "bytes between sections")
            stop = last

    def read_sums(self):
        """Checksums (1.4) and the content id (1.1)."""
        content, expected = b"", b""
        for each in self.sections:
            if each["flags"] & 2:
                continue
            data = part(self.data, each["offset"], each["length"])
            sums = b"".join(struct.pack("<Q", xxh64(data[i : i + BLOCK])) for i in range(0, len(data), BLOCK))
            need(each["checksum"] == xxh64(sums), f"checksum of section {each['type']}")
            content += struct.pack(
                "<IIQQQQ", *(each[name] for name in ("type", "flags", "length", "count", "checksum", "first"))
            )
            if each["type"] != BLOCKSUMS:
                expected += sums
        need(bytes(self.data[72:88]) == xxh128(content).to_bytes(16, "little"), "content id")
        if self.entry(BLOCKSUMS):
            need(bytes(self.section(BLOCKSUMS)) == expected, "block sums")

    def entry(self, kind):
        return next((each for each in self.sections if each["type"] == kind), None)

    def section(self, kind):
        each = self.entry(kind)
        return part(self.data, each["offset"], each["length"]) if each else b""

    def read_places(self):
        """Where each record is: (offset, length) in RECORDS."""
        records = self.entry(RECORDS)
        need(records is not None and records["count"] == self.count, "number of records")
        stride = records["first"]
        if stride:
            need(stride >= self.types[0]["size"] and stride % self.types[0]["alignment"] == 0, "stride")
            need(stride * self.count == records["length"], "length of the records")
            self.places = [(i * stride, stride) for i in range(self.count)]
        else:
            self.places = read_runs(self.section(LOCATOR))
            need(len(self.places) == self.count, "number of runs")

    def read_numbers(self):
        size, numbers = self.types[0]["numbers"], self.entry(IN_PLACE)
        need(number(self.data, 16, "Q") >> 1 & 1 == (size != 0), "feature of numbers in place")
        need(not any(each["numbers"] for each in self.types[1:]), "numbers in place of other records")
        need(numbers is not None if size and self.count else size or numbers is None, "numbers in place")
        if numbers:
            need(numbers["flags"] & 2 and (numbers["count"], numbers["first"]) == (self.count, size), "size of numbers")
            need(numbers["length"] == size * self.count, "length of numbers")

    def record(self, slot):
        """The cell with its numbers put back (4.9)."""
        at, size = self.places[slot]
        cell, block, numbers = bytearray(part(self.section(RECORDS), at, size)), self.types[0]["block"], self.types[0]["numbers"]
        if numbers:
            own = number(cell, block, "Q")
            need(own == slot and not any(cell[block + 8 : block + numbers]), "number of the record")
            cell[block : block + numbers] = part(self.section(IN_PLACE), own * numbers, numbers)
        return Cell(self, bytes(cell)).fixed_part(0, 0)


class Cell:
    """Values are written as in the JSON beside the golden files."""

    def __init__(self, container, data, shared=False):
        self.container, self.data, self.shared = container, data, shared

    def bit(self, at, bit):
        return number(self.data, at + bit // 8, "B") >> bit % 8 & 1

    def fixed_part(self, at, kind):
        need(kind < len(self.container.types), "record type")
        record_type = self.container.types[kind]
        part(self.data, at, record_type["size"])
        fields = []
        for field in record_type["fields"]:
            if field["missing"] is not None and self.bit(at, field["missing"]):
                continue
            null = field["null"] is not None and self.bit(at, field["null"])
            fields.append([field["name"], None if null else self.slot(field["type"], at + field["at"])])
        return {"record": [record_type["name"], fields]}

    def slot(self, kind, at):
        if kind.kind == ANY:
            return self.any(at)
        if kind.kind in (FIXED_BYTES, FIXED_TEXT):
            head = 1 if kind.number < 256 else 2
            length = number(self.data, at, "B" if head == 1 else "H")
            need(length <= kind.number, "fixed run")
            return run(kind.kind == FIXED_TEXT, part(self.data, at + head, length))
        if kind.kind == 13:
            return date_time(number(self.data, at, "q"), number(self.data, at + 8, "i"))
        if kind.kind < DECIMAL:
            return inline(kind.kind, self.data, at)
        reference = number(self.data, at, "Q" if self.container.width == 8 else "I")
        return self.follow(kind, reference, self.container.width)

    def follow(self, kind, reference, width):
        if reference == 0:
            need(kind.kind not in (DECIMAL, ARRAY, RECORD), "no object")
            empty = {BYTES: {"bytes": ""}, TEXT: "", BUFFER: {"buffer": ""}, LIST: {"list": []}}
            return {**empty, TUPLE: {"tuple": []}, SET: {"set": []}, DICT: {"dict": []}}[kind.kind]
        top = 1 << (8 * width - 1)
        cell = self
        if reference & top and not self.shared:
            cell = Cell(self.container, self.container.section(VARDATA), True)
        return cell.object(kind, ((reference & ~top) - 1) * 8)

    def object(self, kind, at):
        data = self.data
        if kind.kind in (BYTES, TEXT):
            form = number(data, at, "B")
            length, head = form, 1
            if form > 252:
                length, head = number(data, at + 1, {253: "H", 254: "I", 255: "Q"}[form]), {253: 3, 254: 5, 255: 9}[form]
            return run(kind.kind == TEXT, part(data, at + head, length))
        if kind.kind == BUFFER:
            return {"buffer": bytes(part(data, at + 8, number(data, at, "Q"))).hex()}
        if kind.kind == DECIMAL:
            form = number(data, at + 8, "I")
            digits = bytes(part(data, at + 12, ((form >> 3) + 1) // 2)).hex()[: form >> 3]
            need(digits.isdigit() or not digits, "digits")
            return {"decimal": [bool(form & 1), form >> 1 & 3, number(data, at, "q"), digits]}
        if kind.kind == ARRAY:
            rank, size = number(data, at + 1, "B"), number(data, at + 4, "I")
            shape = [number(data, at + 8 + 8 * i, "Q") for i in range(rank)]
            total = size
            for extent in shape:
                total *= extent
            items = part(data, at + 8 + 8 * rank, total)
            return {"array": [number(data, at, "B"), size, shape, bytes(items).hex()]}
        if kind.kind == RECORD:
            return self.fixed_part(at, kind.number)
        return self.collection(kind, at)

    def collection(self, kind, at):
        width = self.container.width
        count, element = number(self.data, at, "Q"), kind.parts[0]
        size = element.size(width)
        part(self.data, at + 8, count * size)
        items = [at + 8 + i * size for i in range(count)]
        if kind.kind != DICT:
            values = self.values(element, at + 8, count)
            return {{LIST: "list", TUPLE: "tuple", SET: "set"}[kind.kind]: values}
        keys = [self.slot(element, each) for each in items]
        slots = at + 8 + count * size
        values = self.values(kind.parts[1], slots + (at - slots) % 8, count)
        return {"dict": [list(pair) for pair in zip(keys, values)]}

    def values(self, element, at, count):
        size = element.size(self.container.width)
        nulls = at + count * size
        null = [element.nullable and self.bit(nulls, i) for i in range(count)]
        return [None if null[i] else self.slot(element, at + i * size) for i in range(count)]

    def any(self, at):
        kind, element = number(self.data, at, "B"), number(self.data, at + 1, "B")
        if kind == 0:
            return None
        if kind == 12:
            return {"date": number(self.data, at + 8, "q")}
        if kind == 13:
            return date_time(number(self.data, at + 8, "q"), number(self.data, at + 4, "i"))
        need(kind in (1, 5, 9, 11) or 16 <= kind <= 25, "kind")
        if kind < DECIMAL:
            return inline(kind, self.data, at + 8)
        parts = {LIST: [Type(element)], TUPLE: [Type(element)], SET: [Type(element)], DICT: [Type(ANY), Type(ANY)]}
        number_of_type = number(self.data, at + 4, "I")
        return self.follow(Type(kind, False, number_of_type, parts.get(kind, ())), number(self.data, at + 8, "Q"), 8)


def run(text, data):
    return str(data, "utf-8") if text else {"bytes": bytes(data).hex()}


def inline(kind, data, at):
    if kind == 1:
        value = number(data, at, "B")
        need(value <= 1, "boolean")
        return value == 1
    if kind == 12:
        return {"date": number(data, at, "i")}
    value = number(data, at, NUMBERS[kind])
    return {"float": struct.pack(">d", value).hex()} if kind in (10, 11) else value


def date_time(microseconds, rest):
    return {"datetime": [microseconds, rest >> 2, bool(rest & 1), bool(rest & 2)]}


def upper(a, b):
    return a * b >> 64


def mix(x):
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & MASK
    x = (x ^ x >> 27) * 0x94D049BB133111EB & MASK
    return x ^ x >> 31


def read_runs(data):
    """Section 4 of the document of the key index: (start, length) of each run."""
    bits, shift = number(data, 0, "B"), number(data, 1, "B")
    need(bits in (8, 16, 32) and shift <= 6 and not any(data[2:8]) and not any(data[32:64]), "header of runs")
    count, total, wide = (number(data, at, "Q") for at in (8, 16, 24))
    each_line = 448 // bits
    lines = -(-count // each_line)
    need(len(data) == 64 + 64 * lines + 8 * (each_line + 1) * wide, "size of runs")
    runs = []
    for line in range(lines):
        at = 64 + 64 * line
        head = number(data, at, "Q")
        if head >> 63:
            need(head & MASK >> 1 < wide, "wide line")
            first = 64 + 64 * lines + (head & MASK >> 1) * 8 * (each_line + 1)
            edges = [number(data, first + 8 * i, "Q") for i in range(each_line + 1)]
        else:
            edges = [head]
            for i in range(each_line):
                edges.append(edges[-1] + number(data, at + 8 + i * bits // 8, {8: "B", 16: "H", 32: "I"}[bits]))
        runs += [(start << shift, (stop - start) << shift) for start, stop in zip(edges, edges[1:])]
    del runs[count:]
    need((runs[-1][0] + runs[-1][1] if runs else 0) == total << shift, "sum of runs")
    return runs


def read_order(data):
    width, count = number(data, 0, "Q"), number(data, 8, "Q")
    need(1 <= width <= 8 and len(data) == 64 + count * width + 7, "size of an order")
    slots = [int.from_bytes(data[64 + i * width : 64 + (i + 1) * width], "little") for i in range(count)]
    need(sorted(slots) == list(range(count)), "an order has every slot once")
    return slots


class Index:
    def __init__(self, container):
        self.data, self.fingerprints = container.section(PILOTS), container.section(FINGERPRINTS)
        self.kind, self.width, self.bits, self.fingerprint = self.data[:4]
        self.count, self.seed = number(self.data, 8, "Q"), number(self.data, 16, "Q")

    def hash(self, key):
        if isinstance(key, int):
            place = mix((key & MASK) ^ self.seed)
            return place, place if self.width == 64 else mix(place ^ 0x9E3779B97F4A7C15)
        data = key.encode() if isinstance(key, str) else bytes.fromhex(key["bytes"])
        if self.width == 64:
            return (xxh64(data, self.seed),) * 2
        whole = xxh128(data, self.seed)
        return whole & MASK, whole >> 64

    def slot_of(self, key):
        """The slot where the key can be, or nothing."""
        if self.kind == 3:
            return self.dense(key & MASK)
        place, spread = self.hash(key)
        if self.kind == 2:
            hashes = [number(self.data, 64 + 8 * i, "Q") for i in range(self.count)]
            return hashes.index(place) if place in hashes else None
        need(self.kind == 1, "kind of the index")
        slot = self.perfect(place, spread)
        if slot is None or slot >= self.count:
            return None
        stored = int.from_bytes(self.fingerprints, "little") >> slot * self.fingerprint
        return slot if (stored ^ spread) & ((1 << self.fingerprint) - 1) == 0 else None

    def perfect(self, place, spread):
        product = place << self.bits
        at = 64 + 32 * (product >> 64)
        first, (k, slots, buckets, seed, start) = number(self.data, at, "Q"), struct.unpack_from("<5I", self.data, at + 8)
        data = 64 + 32 * (1 << self.bits) + 8 * start
        bucket = upper(product & MASK, buckets)
        word = (seed | self.data[data + bucket]) * 0x9E3779B97F4A7C15 & MASK
        s = upper((spread ^ word) * 0xD6E8FEB86659FD93 & MASK, slots)
        if s >= k:
            s = number(self.data, data + buckets + buckets % 2 + 2 * (s - k), "H")
        return first + s

    def dense(self, key):
        distance, span = key - number(self.data, 24, "Q") & MASK, number(self.data, 32, "Q")
        if distance >= span or self.count == span:
            return distance if distance < span else None
        before, bits = struct.unpack_from("<QQ", self.data, 64 + 16 * (distance // 64))
        if not bits >> distance % 64 & 1:
            return None
        return before + bin(bits & (1 << distance % 64) - 1).count("1")
