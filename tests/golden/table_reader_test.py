#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The containers of tests/golden/table, read by the independent reader: the values and lookups beside them."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import table_reader  # noqa: E402


def key_of(record):
    return next(value for name, value in record["record"][1] if name == "key")


def check_lookups(container, records, lookups):
    index = table_reader.Index(container)
    postings = container.section(table_reader.POSTINGS)
    runs = table_reader.read_runs(postings) if postings else [(i, 1) for i in range(len(records))]
    for key, expected in lookups:
        slot = index.slot_of(key)
        found = []
        if slot is not None:
            start, length = runs[slot]
            found = [i for i in range(start, start + length) if key_of(records[i]) == key]
        assert found == expected, (key, found, expected)


def check_candidates(container, records, lookups):
    """Without keys in its records, a table answers with all that its index has, and for some absent keys too."""
    table = container.section(table_reader.TABLE)
    assert table[0] == 4 and table[2:4] == b"\0\0", "no approximate multimap"
    assert container.types[0]["key"] == 0, "an approximate multimap has no key field"
    index, runs = table_reader.Index(container), table_reader.read_runs(container.section(table_reader.POSTINGS))
    passed = 0
    for key, expected in lookups:
        slot = index.slot_of(key)
        start, length = (0, 0) if slot is None else runs[slot]
        found = [records[i]["record"][1][0][1] for i in range(start, start + length)]
        assert found == expected, (key, found, expected)
        passed += key.startswith("absent") and bool(found)
    assert 0 < passed < 25, f"5 bits let {passed} of 200 absent keys pass"


def check_damage(data, free):
    """Every flipped bit is found: of the first 2,048 bytes each one, then some; but not of numbers in place."""
    refused = 0
    bits = list(range(0, min(len(data), 2048) * 8, 5)) + list(range(0, len(data) * 8, 997))
    bits = [bit for bit in bits if bit // 8 not in free]
    for bit in bits:
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            table_reader.Container(bytes(damaged))
        except (table_reader.Damaged, UnicodeDecodeError):
            refused += 1
    assert refused == len(bits), f"{len(bits) - refused} flipped bits were not found"


def main():
    folder = pathlib.Path(__file__).parent / "table"
    seen = 0
    for path in sorted(folder.glob("*.table")):
        data = path.read_bytes()
        container = table_reader.Container(data)
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        records = [container.record(slot) for slot in range(container.count)]
        assert records == expected["records"], path
        if "lookups" in expected:
            check_lookups(container, records, expected["lookups"])
        if "candidates" in expected:
            check_candidates(container, records, expected["candidates"])
        if container.entry(table_reader.SORTED):
            slots = table_reader.read_order(container.section(table_reader.SORTED))
            keys = [key_of(records[slot]) for slot in slots]
            assert keys == sorted(keys, key=lambda key: key.encode()), path
        numbers = container.entry(table_reader.IN_PLACE)
        check_damage(data, range(numbers["offset"], numbers["offset"] + numbers["length"]) if numbers else range(0))
        seen += 1
    assert seen == 12, f"expected 12 containers, found {seen}"
    print(f"{seen} containers read")


main()
