#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Images through this library and through srec_cat, objcopy and intelhex, in both directions: the same bytes at the
same addresses, and the same entry point where the peer keeps it.

    image_peers_test.py DRIVER [COUNT]

What is left out, and why, stands where it is left out and in docs/image.md. A peer that is not installed is skipped, and
named.
"""
import dataclasses
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
DEBIAN_PYTHON = "/usr/bin/python3"  # the one that sees python3-intelhex; another may come first on the path
TIMEOUT = 20
NEAR = [0, 1 << 16, 1 << 20, 1 << 24, 1 << 31, 1 << 32]

@dataclasses.dataclass
class Image:
    blocks: list  # of (address, bytes), ascending, with holes between them
    entry: int | None = None
    header: bytes = b""

    def end(self):
        return self.blocks[-1][0] + len(self.blocks[-1][1])

    def below(self, limit, word=1):
        """The whole words of it that lie below an address."""
        blocks = []
        for start, data in self.blocks:
            first, stop = start + -start % word, min(start + len(data), limit)
            stop -= stop % word
            if first < stop:
                blocks.append((first, data[first - start:stop - start]))
        return Image(blocks, self.entry if self.entry is not None and self.entry < limit else None, self.header)


    def in_rows_of_32(self):
        """What objcopy makes of it in Tektronix files: whole rows, with zeros for holes."""
        rows = {}
        for start, data in self.blocks:
            for index, value in enumerate(data):
                at = start + index
                rows.setdefault(at - at % 32, bytearray(32))[at % 32] = value
        return Image(joined([(start, bytes(row)) for start, row in rows.items()]), self.entry)


def joined(records):
    """Blocks of bytes that may come in any order."""
    blocks = []
    for start, data in sorted(records):
        if blocks and blocks[-1][0] + len(blocks[-1][1]) == start:
            blocks[-1] = (blocks[-1][0], blocks[-1][1] + data)
        elif data:
            blocks.append((start, data))
    return blocks


def generated(seed):
    """Blocks of odd lengths around the places where records, segments and widths end."""
    chance = random.Random(seed)
    stored = {}
    for _ in range(chance.randint(1, 8)):
        near = chance.choice(NEAR)
        size = chance.choice([1, 2, 3, 15, 16, 17, 31, 33, 255, 256, 257, chance.randint(1, 2000)])
        start = near - size if near == 1 << 32 and chance.random() < 0.5 else near + chance.randint(-size - 40, 40)
        start = max(0, min(start, (1 << 32) - size))
        stored.update(zip(range(start, start + size), chance.randbytes(size)))
    image = Image(joined([(at, bytes([value])) for at, value in stored.items()]))
    if chance.random() < 0.5:
        image.entry = chance.choice([image.blocks[0][0], image.blocks[-1][0], chance.randrange(1 << 32)]) or 1
    if chance.random() < 0.3:
        image.header = bytes(chance.choices(b"abcdefgh 0123", k=chance.randint(1, 20)))
    return image


def s_records(image, length=32):
    """The image as S3 records, by the simplest of means: the input of the peers."""
    records = []
    for start, data in image.blocks:
        for at in range(0, len(data), length):
            records.append(("3", start + at, data[at:at + length]))
    records.append(("7", image.entry or 0, b""))
    lines = ["S0030000FC"]
    for kind, address, data in records:
        body = bytes([len(data) + 5]) + address.to_bytes(4, "big") + data
        lines.append(f"S{kind}{body.hex().upper()}{~sum(body) & 255:02X}")
    return "\n".join(lines) + "\n"


def from_s_records(path):
    """The image of an S-record file that a peer has written."""
    records, entry = [], None
    for line in path.read_text().split():
        width = {"1": 2, "2": 3, "3": 4, "7": 4, "8": 3, "9": 2}.get(line[1])
        if width is None:
            continue
        body = bytes.fromhex(line[2:])
        assert body[0] == len(body) - 1 and sum(body) & 255 == 255, f"{path}: {line}"
        address = int.from_bytes(body[1:1 + width], "big")
        if line[1] in "789":
            entry = address
        else:
            records.append((address, body[1 + width:-1]))
    return Image(joined(records), entry)


def listing(image):
    lines = [f"{start:x} {data.hex()}" for start, data in image.blocks]
    if image.entry is not None:
        lines.append(f"entry {image.entry:x}")
    if image.header:
        lines.append(f"header {image.header.hex()}")
    return "\n".join(lines) + "\n"


def from_listing(path):
    image = Image([])
    for line in path.read_text().splitlines():
        place, _, text = line.partition(" ")
        if place == "error":
            raise ValueError(text)
        if place == "entry":
            image.entry = int(text, 16)
        elif place == "header":
            image.header = bytes.fromhex(text)
        else:
            image.blocks.append((int(place, 16), bytes.fromhex(text)))
    return image


def has_entry_in_srec(image):
    """Whether objcopy keeps the entry point: it cuts it off to the width that the addresses of the data need."""
    if image.entry is None:
        return False
    return image.entry < next(limit for limit in (1 << 16, 1 << 24, 1 << 32) if image.end() <= limit)


@dataclasses.dataclass
class Format:
    """A format that peers know too; `srec_cat` and `objcopy` are their names for it."""
    name: str
    limit: int = 1 << 32
    srec_cat: tuple | None = None
    objcopy: str | None = None
    entry: bool = False
    lengths: tuple = (None,)
    bits: tuple = (None,)
    word: int = 1
    every: int = 1  # compared for one image in so many


# srec_cat has Atmel generic up to 64 Ki words only; its "big endian" is the order of the AVR. objcopy finds nothing in
# Tektronix files without section symbols, so it reads none of them here, and it writes whole rows with zeros for holes,
# and an entry point of 0.
FORMATS = [
    Format("intel-hex", 1 << 32, ("-intel",), "ihex", True, (None, 1, 7, 16, 32, 254, 255), (None, 32)),
    Format("intel-hex", 1 << 20, ("-intel",), "ihex", True, (None, 13, 32), (20,), every=2),
    Format("s-record", 1 << 32, ("-motorola",), "srec", True, (None, 1, 7, 16, 32, 250), (None, 32)),
    Format("s-record", 1 << 24, ("-motorola",), "srec", True, (None, 9), (24,), every=2),
    Format("s-record", 1 << 16, ("-motorola",), "srec", True, (None, 252), (16,), every=2),
    Format("tektronix-extended", 1 << 32, ("-tektronix_extended",), "tekhex", True, (None, 1, 32), every=6),
    Format("mos", 1 << 16, ("-mos_technologies",), None, False, (None, 1, 16), every=6),
    Format("ti-txt", 1 << 16, ("-titxt",), None, False, (None, 1, 33), every=6),
    Format("ascii-hex", 1 << 32, ("-ascii_hex",), None, False, (None, 1, 33), every=6),
    Format("atmel-generic", 1 << 17, ("-atmel_generic_big_endian",), None, word=2, every=6),
    Format("verilog-vmem", 1 << 32, ("-vmem", "8"), None, False, (None, 1, 33), every=6),
]


class Comparison:
    def __init__(self, driver, folder):
        self.driver, self.folder = driver, folder
        self.jobs, self.checks, self.intelhex = [], [], []
        self.count, self.failures, self.skipped = 0, [], {}
        self.has = {tool: shutil.which(tool) is not None for tool in ("srec_cat", "objcopy")}
        self.has["intelhex"] = os.access(DEBIAN_PYTHON, os.X_OK) and \
            subprocess.run([DEBIAN_PYTHON, "-c", "import intelhex"], capture_output=True).returncode == 0
        for tool, there in self.has.items():
            if not there:
                print(f"SKIPPED: everything with {tool}, which is not installed")

    def drive(self, *words):
        self.jobs.append(" ".join(str(word) for word in words))

    def run_driver(self):
        done = subprocess.run([self.driver], input="\n".join(self.jobs) + "\n", text=True, capture_output=True)
        assert done.returncode == 0, f"the driver ended with {done.returncode}: {done.stderr[-2000:]}"
        self.jobs = []

    def same(self, what, wanted, found, entry):
        self.count += 1
        if found.blocks != wanted.blocks:
            def ranges(image):
                return [f"{start:#x}:+{len(data):#x}" for start, data in image.blocks]
            self.failures.append(f"{what}: wanted {ranges(wanted)}, found {ranges(found)}")
        elif entry and found.entry != wanted.entry:
            self.failures.append(f"{what}: wanted entry {wanted.entry}, found {found.entry}")

    def peer(self, what, command):
        """Whether a peer did what it was asked."""
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            self.failures.append(f"{what}: {command[0]} does not come to an end")
            return False
        if done.returncode != 0:
            self.failures.append(f"{what}: {command[0]} says {done.stderr.strip()[-300:]}")
        return done.returncode == 0

    def prepare(self, seed):
        image = generated(seed)
        chance = random.Random(~seed)
        source = self.folder / f"{seed}.s3"
        source.write_text(s_records(image))
        for index, form in enumerate(FORMATS):
            part = image.below(form.limit, form.word)
            if not part.blocks or not (seed + index) % form.every == 0:
                continue
            name = f"{seed}-{index}"
            (self.folder / f"{name}.listing").write_text(listing(part))
            (self.folder / f"{name}.s3").write_text(s_records(part))
            length, bits = chance.choice(form.lengths), chance.choice(form.bits)
            options = [f"record_length={length}"] if length else []
            options += [f"address_bits={bits}"] if bits else []
            self.drive("write", self.folder / f"{name}.listing", form.name, self.folder / f"{name}.ours", *options)
            shown = "auto" if form.name != "verilog-vmem" else form.name
            self.drive("read", shown, self.folder / f"{name}.ours", self.folder / f"{name}.back")
            self.checks.append((name, form, part))

    def peers_read_ours(self, name, form, part):
        ours = self.folder / f"{name}.ours"
        self.same(f"{name}: {form.name} by ourselves", part, from_listing(self.folder / f"{name}.back"), form.entry)
        if form.srec_cat and self.has["srec_cat"]:
            out = self.folder / f"{name}.srec_cat.s3"
            if self.peer(f"{name}: {form.name}", ["srec_cat", ours, form.srec_cat[0], "-o", out, "-motorola"]):
                found = from_s_records(out)
                self.same(f"{name}: {form.name} read by srec_cat", part, found, form.entry and part.entry is not None)
        if form.objcopy and form.name != "tektronix-extended" and self.has["objcopy"]:
            out = self.folder / f"{name}.objcopy.s3"
            if self.peer(f"{name}: {form.name}", ["objcopy", "-I", form.objcopy, "-O", "srec", ours, out]):
                found = from_s_records(out)
                self.same(f"{name}: {form.name} read by objcopy", part, found, form.entry and has_entry_in_srec(part))
        if form.name == "intel-hex" and self.has["intelhex"]:
            self.intelhex.append((["read", str(ours)], f"{name}: {form.name} read by intelhex", part))

    def we_read_peers(self, name, form, part):
        source = self.folder / f"{name}.s3"
        if form.srec_cat and self.has["srec_cat"]:
            out = self.folder / f"{name}.by_srec_cat"
            if self.peer(f"{name}: {form.name}", ["srec_cat", source, "-motorola", "-o", out, *form.srec_cat]):
                self.read_back(f"{name}: {form.name} of srec_cat", form, part, out, form.entry)
        if form.objcopy and self.has["objcopy"]:
            out = self.folder / f"{name}.by_objcopy"
            if self.peer(f"{name}: {form.name}", ["objcopy", "-I", "srec", "-O", form.objcopy, source, out]):
                entry = form.objcopy == "ihex" or form.objcopy == "srec" and has_entry_in_srec(part)
                padded = part.in_rows_of_32() if form.objcopy == "tekhex" else part
                self.read_back(f"{name}: {form.name} of objcopy", form, padded, out, entry)
        if form.name == "intel-hex" and self.has["intelhex"]:
            out = self.folder / f"{name}.by_intelhex"
            blocks = [[start, data.hex()] for start, data in part.blocks]
            self.intelhex.append((["write", blocks, part.entry, str(out), 16], None, None))
            self.read_back(f"{name}: {form.name} of intelhex", form, part, out, True)

    def read_back(self, what, form, part, out, entry):
        back = out.with_name(out.name + ".listing")
        self.drive("read", form.name, out, back)
        self.later.append((what, part, back, entry and part.entry is not None))

    def run_intelhex(self):
        if not self.intelhex:
            return
        done = subprocess.run([DEBIAN_PYTHON, HERE / "intelhex_jobs.py"], capture_output=True, text=True, check=True,
                              input=json.dumps([job for job, _, _ in self.intelhex]))
        for (job, what, part), answer in zip(self.intelhex, json.loads(done.stdout)):
            if isinstance(answer, dict):
                self.failures.append(f"{what or job[3]}: intelhex says {answer['error']}")
            elif what:
                blocks = [(start, bytes.fromhex(data)) for start, data in answer[0]]
                self.same(what, part, Image(blocks, answer[1]), True)

    def compare_elf(self, path):
        """Of a program of this machine, objcopy takes the sections, and we the segments that hold them."""
        out, back = self.folder / "elf.s3", self.folder / "elf.listing"
        if not self.has["objcopy"] or not self.peer("elf", ["objcopy", "-O", "srec", path, out]):
            return
        self.drive("read", "auto", path, back)
        self.run_driver()
        wanted, found = from_s_records(out), from_listing(back)
        inside = [(start, whole[start - begin:start - begin + len(data)]) for start, data in wanted.blocks
                  for begin, whole in found.blocks if begin <= start < begin + len(whole)]
        self.same(f"elf: {path}", wanted, Image(joined(inside), found.entry), True)

    def run(self, count):
        for seed in range(count):
            self.prepare(seed)
        self.run_driver()
        self.later = []
        for check in self.checks:
            self.peers_read_ours(*check)
            self.we_read_peers(*check)
        self.run_intelhex()
        self.run_driver()
        for what, part, back, entry in self.later:
            try:
                self.same(what, part, from_listing(back), entry)
            except ValueError as error:
                self.failures.append(f"{what}: we say {error}")


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(sys.argv[1], pathlib.Path(folder))
        comparison.run(count)
        comparison.compare_elf("/bin/ls")
    for failure in comparison.failures[:40]:
        print(failure)
    print(f"{count} images, {comparison.count} comparisons, {len(comparison.failures)} failures")
    return 1 if comparison.failures or comparison.count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
