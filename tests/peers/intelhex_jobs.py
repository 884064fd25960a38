# SPDX-License-Identifier: Apache-2.0
"""Conversions by the Python package intelhex, in one process: a list of them as JSON on standard input.

    ["read", FILE]                                        answers [[[address, hex], ...], entry or null]
    ["write", [[address, hex], ...], entry, FILE, length] answers null

An answer may also be {"error": message}.
"""
import json
import sys

from intelhex import IntelHex


def entry_of(start):
    if not start:
        return None
    if "EIP" in start:
        return start["EIP"]
    return start["CS"] * 16 + start["IP"]


def run(job):
    if job[0] == "read":
        file = IntelHex(job[1])
        return [[[start, file.tobinstr(start, stop - 1).hex()] for start, stop in file.segments()],
                entry_of(file.start_addr)]
    _, blocks, entry, path, length = job
    file = IntelHex()
    for address, data in blocks:
        file.puts(address, bytes.fromhex(data))
    if entry is not None:
        file.start_addr = {"EIP": entry}
    file.write_hex_file(path, byte_count=length)
    return None


def answer(job):
    try:
        return run(job)
    except Exception as error:  # whatever it raises is its answer
        return {"error": f"{type(error).__name__}: {error}"}


json.dump([answer(job) for job in json.load(sys.stdin)], sys.stdout)
