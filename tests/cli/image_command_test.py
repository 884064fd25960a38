#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`memosaic image` as a whole: every command, the order of filters, conflicts, wrong use, pipes, full disks, signals.

Argument: the program to test.
"""
import json
import os
import re
import signal
import subprocess
import sys
import time
import unittest
import zlib

import command_test
from command_test import Folder, run


def image(*arguments, **more):
    return run("image", *arguments, **more)


def hex_file(blocks, entry=None):
    """Intel HEX of {address: bytes}, written by other code than that under test."""
    lines = []

    def record(kind, address, data):
        raw = bytes([len(data)]) + address.to_bytes(2, "big") + bytes([kind]) + data
        lines.append(":" + (raw + bytes([-sum(raw) & 255])).hex().upper())

    for start, data in sorted(blocks.items()):
        for offset in range(0, len(data), 16):
            address = start + offset
            record(4, 0, (address >> 16).to_bytes(2, "big"))
            record(0, address & 0xFFFF, data[offset:min(offset + 16, len(data), offset + 0x10000 - (address & 0xFFFF))])
    if entry is not None:
        record(5, 0, entry.to_bytes(4, "big"))
    record(1, 0, b"")
    return ("\n".join(lines) + "\n").encode()


class Images(Folder):
    def hex(self, name, blocks, entry=None):
        return self.file(name, hex_file(blocks, entry))

    def contents(self, *arguments):
        """The blocks of what a command writes, as {address: bytes}, by way of raw files."""
        text = image("info", *arguments, "--json")
        self.assertEqual(text[0], 0, text[2])
        blocks = {}
        for block in json.loads(text[1])["files"][0]["blocks"]:
            where = f"{block['start_hex']}:{block['stop_hex']}"
            code, data, complaint = image("crop", where, *arguments, "--to", "raw")
            self.assertEqual(code, 0, complaint)
            blocks[block["start"]] = data.encode("latin-1")
        return blocks

    def after(self, source, *filters):
        """The blocks of a file after a chain of filters."""
        out = self.folder / "after.hex"
        self.assertEqual(image("cat", source, *filters, "-o", out), (0, "", ""))
        return self.contents(out)


class Reading(Images):
    def test_info(self):
        a = self.hex("a.hex", {0x100: b"12345", 0x200: b"6789"}, entry=0x100)
        code, text, complaint = image("info", a)
        self.assertEqual((code, complaint), (0, ""))
        self.assertEqual(text, f"{a}: Intel HEX\n"
                               f"  0x100:0x105  5 bytes  crc32 {zlib.crc32(b'12345'):08x}\n"
                               f"  0x200:0x204  4 bytes  crc32 {zlib.crc32(b'6789'):08x}\n"
                               "  9 bytes in 2 blocks, 0x100:0x204, crc32 cbf43926\n"
                               "  251 bytes missing between them\n"
                               "  entry point 0x100\n")
        facts = json.loads(image("info", a, "--json")[1])["files"][0]
        self.assertEqual((facts["format"], facts["block_count"], facts["gap_size"]), ("intel-hex", 2, 251))
        self.assertEqual(facts["entry"], {"address": 256, "address_hex": "0x100"})
        self.assertIn("... and 1 more block", image("info", a, "--limit", "1")[1])
        self.assertEqual(image("info", self.file("empty.bin"))[1].splitlines()[1], "  nothing is stored")

    def test_raw_files_lie_where_the_name_says(self):
        a = self.file("a.bin", b"abc")
        self.assertEqual(self.contents(f"{a}@0x8000"), {0x8000: b"abc"})
        cut = self.file("cut", b"\x7fELF, cut off")  # no ELF file, but it begins like one
        code, _, complaint = image("info", f"{cut}@0x10")
        self.assertEqual(code, 2)
        self.assertIn("give --from raw", complaint)
        self.assertEqual(self.contents(f"{cut}@0x10", "--from", "raw"), {0x10: b"\x7fELF, cut off"})
        self.assertEqual(self.contents(f"{a}@-4"), {-4: b"abc"})
        high = json.loads(image("info", f"{a}@0xFFFFFFFF80000000", "--json")[1])["files"][0]
        self.assertEqual((high["start"], high["start_hex"]), (None, "0xffffffff80000000"))
        at = self.file("b@0x10", b"x")  # a file of that name is itself
        self.assertEqual(self.contents(at), {0: b"x"})
        b = self.hex("b.hex", {0: b"abc"})
        code, _, complaint = image("cat", f"{b}@4")
        self.assertEqual(code, 2)
        self.assertIn("is Intel HEX, which has addresses of its own: move it with --shift, or give --from raw", complaint)
        self.assertEqual(image("cat", f"{b}@4", "--from", "raw", "--to", "raw")[1].encode(), b.read_bytes())

    def test_standard_input(self):
        data = hex_file({0x10: b"abc"})
        self.assertEqual(image("cat", "-", "--to", "raw", data=data), (0, "abc", ""))
        self.assertEqual(image("cat", "--to", "raw", data=data), (0, "abc", ""))
        a = self.file("a.hex", data)
        with open(a, "rb") as source:
            self.assertEqual(image("cat", "-", "--to", "raw", stdin=source), (0, "abc", ""))
        self.assertEqual(image("cat", "-@0x20", "--from", "raw", "--to", "intel-hex", data=b"abc")[1],
                         hex_file({0x20: b"abc"}).decode().split("\n", 1)[1])

    def test_a_damaged_file_names_the_place(self):
        good = hex_file({0: b"abc", 0x100: b"def"}).decode().splitlines()
        bad = self.file("bad.hex", "\n".join([good[0], good[1][:-1] + "0", *good[2:]]).encode())
        code, answer, complaint = image("cat", bad, "--to", "raw")
        self.assertEqual((code, answer), (3, ""))
        self.assertRegex(complaint, rf"^memosaic image cat: {bad}:2:\d+: checksum: .*\n$")
        code, answer, complaint = image("info", bad, "--lenient", "--json")
        self.assertEqual(code, 0)
        self.assertEqual(json.loads(answer)["files"][0]["problem_count"], 1)
        self.assertEqual(json.loads(complaint)["schema"], "memosaic.warning/1")
        code, _, complaint = image("info", bad, "--json")
        self.assertEqual(json.loads(complaint)["exit_code"], 3)

    def test_find(self):
        a = self.hex("a.hex", {0x100: b"one two", 0x200: b"two"})
        self.assertEqual(image("find", "two", a), (0, f"{a}:0x104\n{a}:0x200\n", ""))
        self.assertEqual(image("find", "two", a, "-m", "1"), (0, f"{a}:0x104\n", ""))
        self.assertEqual(image("find", "hex:74776f", a, "-c"), (0, f"{a}:2\n", ""))
        self.assertEqual(image("find", "three", a), (1, "", ""))
        self.assertEqual(image("find", "hex:6F??65", a), (0, f"{a}:0x100\n", ""))
        self.assertEqual(image("find", "hex:6F7?", a), (1, "", ""))
        gap = self.hex("gap.hex", {0x10: b"ab", 0x13: b"cd"})
        self.assertEqual(image("find", "hex:62??63", gap), (1, "", ""))
        self.assertEqual(image("find", "hex:62??63", gap, "--holes", "wildcards"), (0, f"{gap}:0x11\n", ""))
        self.assertEqual(image("find", "hex:62ff63", gap, "--holes", "0xFF"), (0, f"{gap}:0x11\n", ""))
        self.assertIn('NEEDLE: "hex:6g??" is not hexadecimal', image("find", "hex:6g??", a)[2])
        self.assertEqual(image("find", "two", a, "--crop", "0x200:"), (0, f"{a}:0x200\n", ""))
        self.assertEqual(json.loads(image("find", "two", a, "--json")[1])["files"][0]["matches"][1]["address"], 0x200)

    def test_checksum(self):
        a = self.hex("a.hex", {0x100: b"12345", 0x200: b"6789"})
        code, _, complaint = image("checksum", "crc32", a)
        self.assertEqual(code, 2)
        self.assertIn("give --holes skip, or the byte that stands for holes", complaint)
        self.assertEqual(image("checksum", "crc32", a, "--holes", "skip"), (0, f"0xcbf43926  {a}  0x100:0x204\n", ""))
        self.assertEqual(image("checksum", "crc32", a, "--holes", "skip", "--expect", "0xcbf43926")[0], 0)
        self.assertEqual(image("checksum", "crc32", a, "--holes", "skip", "--expect", "1")[0], 1)
        self.assertEqual(image("checksum", "sum8", a, "--range", "0x100:0x102")[1], f"0x63  {a}  0x100:0x102\n")
        filled = b"12345" + b"\xff" * 251 + b"6789"
        self.assertEqual(image("checksum", "crc32", a, "--holes", "0xFF")[1][:10], f"0x{zlib.crc32(filled):08x}")
        self.assertIn("crc-16-modbus", image("checksum", "--list")[1])
        self.assertEqual(image("checksum", "md5", a)[0], 2)

    def test_map(self):
        a = self.hex("a.hex", {0: b"x" * 40, 0x10000: b"y"})
        self.assertEqual(image("map", a, "--width", "8", "--cell", "8", "--ascii"),
                         (0, "0x00000000 |#####   | 40 B\n            :  63.9 KiB of nothing\n"
                             "0x00010000 |.       | 1 B\none cell is 8 B\n", ""))
        self.assertIn("█", image("map", a)[1].encode("latin-1").decode())
        rows = json.loads(image("map", a, "--cell", "8", "--width", "8", "--json")[1])["files"][0]["rows"]
        self.assertEqual([row["gap"] for row in rows], [False, True, False])


class Writing(Images):
    def test_formats_by_name_and_by_force(self):
        a = self.hex("a.hex", {0x100: b"abc"})
        srec = self.folder / "a.srec"
        self.assertEqual(image("convert", a, srec), (0, "", ""))
        self.assertTrue(srec.read_bytes().startswith(b"S"))
        self.assertEqual(self.contents(srec), {0x100: b"abc"})
        self.assertEqual(image("cat", srec)[1][0], "S")  # standard output: as the input
        self.assertEqual(image("cat", srec, "--to", "intel-hex")[1][0], ":")
        self.assertEqual(image("cat", a, "--to", "intel-hex", "--record-length", "1")[1].count("\n"), 4)
        for name in ("b.srec", "b.hex", "b.tek", "a.mos", "a.titxt", "a.ahex", "a.gen", "a.vmem", "a.uf2"):
            out = self.folder / ("again-" + name)
            self.assertEqual(image("convert", a, out, "--align", "256,0"), (0, "", ""), name)
            self.assertEqual(self.contents(out), {0x100: b"abc" + bytes(253)}, name)
        for name in ("a.c", "a.hexdump"):
            out = self.folder / name
            self.assertEqual(image("convert", a, out), (0, "", ""), name)
            self.assertEqual(image("info", out, "--from", out.suffix[1:] if name == "a.hexdump" else "c-array")[0], 2)
        self.assertIn("\r\n", subprocess.run([command_test.PROGRAM, "image", "cat", a, "--line-end", "crlf"],
                                             capture_output=True).stdout.decode())
        code, _, complaint = image("cat", a, "-o", self.folder / "a.xyz")
        self.assertEqual(code, 2)
        self.assertIn("its extension stands for no format that can be written: give --to", complaint)
        self.assertEqual(image("cat", a, "-o", self.folder / "a.xyz", "--to", "raw")[0], 0)
        self.assertEqual((self.folder / "a.xyz").read_bytes(), b"abc")

    def test_a_target_that_exists(self):
        a, b = self.hex("a.hex", {0: b"abc"}), self.file("b.bin", b"old")
        self.assertEqual(image("convert", a, b), (4, "", f"memosaic image convert: {b}: exists already: name another "
                                                         "file, or give --force to replace it\n"))
        self.assertEqual(b.read_bytes(), b"old")
        self.assertEqual(image("convert", a, b, "--force")[0], 0)
        self.assertEqual(b.read_bytes(), b"abc")
        self.assertEqual(image("cat", a, "--write", "text:xyz@0", "-o", b)[0], 0)
        self.assertEqual(b.read_bytes(), b"xyz")
        self.assertEqual(image("cat", b, "--write", "text:q@1", "-o", b)[0], 0)  # source and target at once
        self.assertEqual(b.read_bytes(), b"xqz")
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.hex", "b.bin"])

    def test_raw_files_have_no_holes(self):
        a = self.hex("a.hex", {0: b"ab", 0x10: b"cd"})
        code, answer, complaint = image("cat", a, "--to", "raw")
        self.assertEqual((code, answer), (2, ""))
        self.assertIn("cannot hold the hole 0x2:0x10: fill it with --fill", complaint)
        self.assertEqual(image("cat", a, "--to", "raw", "--fill", "0x2E")[1], "ab" + "." * 14 + "cd")

    def test_devices_pipes_and_full_disks(self):
        a = self.hex("a.hex", {0: b"abc" * 100000})
        for out in (("-o", "/dev/full"), ("-o", "/dev/full", "--to", "raw")):
            code, _, complaint = image("cat", a, *out)
            self.assertEqual((code, complaint), (2, "memosaic image cat: /dev/full: no space left on the device: make "
                                                    "room there, or write elsewhere\n"))
        for command in (("cat", a), ("info", a), ("map", a), ("--help",), ("cat", "--help")):
            with self.subTest(command=command), open("/dev/full", "wb") as full:
                code, _, complaint = image(*command, stdout=full)
                self.assertEqual(code, 2)
                self.assertIn("standard output: no space left on the device", complaint)
        self.assertEqual(image("cat", a, "-o", "/dev/null")[0], 0)
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        writing = self.start("image", "cat", a, "-o", fifo, "--to", "raw")
        self.assertEqual(fifo.read_bytes(), b"abc" * 100000)
        self.assertEqual(writing.wait(20), 0)
        writing.stderr.close()
        reader = subprocess.Popen([command_test.PROGRAM, "image", "cat", a], stdout=subprocess.PIPE)
        reader.stdout.close()
        self.assertEqual(reader.wait(20), -signal.SIGPIPE)

    def test_an_interrupt_leaves_nothing(self):
        for by, code in ((signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)):
            process = self.start("image", "cat", "-", "-o", self.folder / "out.hex", stdin=subprocess.PIPE)
            for _ in range(1000):
                with open(f"/proc/{process.pid}/status") as status:
                    caught = next(int(line.split()[1], 16) for line in status if line.startswith("SigCgt:"))
                if caught >> (signal.SIGINT - 1) & 1:
                    break
                time.sleep(0.02)
            process.send_signal(by)
            self.assertEqual(process.wait(20), code)
            self.assertEqual(process.stderr.read(), b"")
            process.stderr.close()
            process.stdin.close()
            self.assertEqual(os.listdir(self.folder), [])


class Filters(Images):
    def setUp(self):
        super().setUp()
        self.a = self.hex("a.hex", {0x100: b"abcdefgh", 0x200: b"\xff\xff\xffx"})

    def test_each_alone(self):
        cases = {
            ("--crop", "0x102:0x104"): {0x102: b"cd"},
            ("--exclude", "0x102:+2"): {0x100: b"ab", 0x104: b"efgh", 0x200: b"\xff\xff\xffx"},
            ("--crop", ":0x200", "--fill", "0x2e@0x106:0x10a"): {0x100: b"abcdef...."},
            ("--crop", ":0x200", "--flood", "0x2e@0xfe:0x10a"): {0xFE: b"..abcdefgh.."},
            ("--crop", ":0x200", "--flood", "hex:0102@0xfd:0x101"): {0xFD: b"\1\2\1abcdefgh"},
            ("--unfill", "0xff"): {0x100: b"abcdefgh", 0x203: b"x"},
            ("--unfill", "0xff,4"): {0x100: b"abcdefgh", 0x200: b"\xff\xff\xffx"},
            ("--shift", "0x10", "--crop", ":0x200"): {0x110: b"abcdefgh"},
            ("--shift", "-0x100", "--crop", ":0x50"): {0: b"abcdefgh"},
            ("--move-to", "0", "--crop", ":0x50"): {0: b"abcdefgh"},
            ("--crop", "0x101:0x107", "--align", "8,0x2e"): {0x100: b".bcdefg."},
            ("--crop", "0x100:0x108", "--swap", "4"): {0x100: b"dcbahgfe"},
            ("--crop", "0x100:0x108", "--swap", "2@0x102:0x104"): {0x100: b"abdcefgh"},
            ("--crop", "0x100:0x102", "--swap", "nibbles"): {0x100: b"\x16\x26"},
            ("--crop", "0x100:0x102", "--swap", "bits"): {0x100: b"\x86\x46"},
            ("--crop", "0x100:0x104", "--xor", "0x20"): {0x100: b"ABCD"},
            ("--crop", "0x100:0x104", "--and", "hex:FFDF"): {0x100: b"aBcD"},
            ("--crop", "0x100:0x104", "--and", "0xDF", "--or", "0x20@0x101:0x102"): {0x100: b"AbCD"},
            ("--crop", "0x100:0x102", "--not", ":"): {0x100: b"\x9e\x9d"},
            ("--crop", "0x100:0x108", "--stripe", "1/2"): {0x80: b"bdfh"},
            ("--crop", "0x100:0x108", "--stripe", "0/2,2"): {0x80: b"abef"},
            ("--crop", ":0x200", "--write", "hex:4142@0x0"): {0: b"AB", 0x100: b"abcdefgh"},
            ("--crop", "0x100:0x108", "--checksum", "sum16,0x108,big"): {0x100: b"abcdefgh\x03\x24"},
            ("--crop", "0x100:0x108", "--length", "0x108,2"): {0x100: b"abcdefgh\x0a\x00"},
            ("--crop", "0x100:0x108", "--length", "0x108,2,exclusive"): {0x100: b"abcdefgh\x08\x00"},
            ("--crop", "0x100:0x108", "--minimum", "0x108,2,big"): {0x100: b"abcdefgh\x01\x00"},
            ("--crop", "0x100:0x108", "--maximum", "0x108,2"): {0x100: b"abcdefgh\x0a\x01"},
        }
        for filters, expected in cases.items():
            with self.subTest(filters=filters):
                self.assertEqual(self.after(self.a, *filters), expected)

    def test_their_order_counts(self):
        self.assertEqual(self.after(self.a, "--crop", "0x100:0x104", "--shift", "4"), {0x104: b"abcd"})
        self.assertEqual(self.after(self.a, "--shift", "4", "--crop", "0x100:0x106"), {0x104: b"ab"})
        self.assertEqual(self.after(self.a, "--crop", "0x100:0x102", "--fill", "1@0x102:0x104", "--not", "0x103:0x104"),
                         {0x100: b"ab\x01\xfe"})

    def test_a_crop_opens_a_window_for_what_follows(self):
        out = self.folder / "out.bin"
        self.assertEqual(image("cat", self.a, "--crop", "0x100:+1K", "--fill", "0xFF", "--crc32", "0x4FC", "-o", out)[0], 0)
        data = out.read_bytes()
        plain = bytearray(b"\xff" * 1020)
        plain[:8], plain[0x103:0x104] = b"abcdefgh", b"x"
        self.assertEqual(data[:-4], bytes(plain))
        self.assertEqual(data[-4:], zlib.crc32(plain).to_bytes(4, "little"))
        # The window moves with a shift.
        self.assertEqual(self.after(self.a, "--crop", "0x106:0x10a", "--shift", "1", "--fill", "0"), {0x107: b"gh\0\0"})

    def test_metadata(self):
        out = self.folder / "out.srec"
        self.assertEqual(image("cat", self.a, "--entry", "0x104", "--header", "name", "-o", out)[0], 0)
        facts = json.loads(image("info", out, "--json")[1])["files"][0]
        self.assertEqual((facts["entry"]["address"], facts["header"]), (0x104, "name"))
        self.assertEqual(image("cat", out, "--shift", "4", "-o", out)[0], 0)
        self.assertEqual(json.loads(image("info", out, "--json")[1])["files"][0]["entry"]["address"], 0x108)
        self.assertEqual(image("cat", out, "--no-entry", "--no-header", "-o", out)[0], 0)
        facts = json.loads(image("info", out, "--json")[1])["files"][0]
        self.assertEqual(facts["header"], "")

    def test_filters_are_commands_too(self):
        for command, argument, expected in (("crop", "0x102:0x104", {0x102: b"cd"}),
                                            ("exclude", "0x101:", {0x100: b"a"}),
                                            ("shift", "-0x100", {0: b"abcdefgh", 0x100: b"\xff\xff\xffx"}),
                                            ("unfill", "0xFF", {0x100: b"abcdefgh", 0x203: b"x"}),
                                            ("swap", "2", {0x100: b"badcfehg", 0x200: b"\xff\xffx\xff"}),
                                            ("align", "16,0", {0x100: b"abcdefgh" + bytes(8),
                                                               0x200: b"\xff\xff\xffx" + bytes(12)}),
                                            ("fill", "0x2e@0x100:0x102", {0x100: b"..cdefgh", 0x200: b"\xff\xff\xffx"}),
                                            ("flood", "0x2e@0x108:0x10a", {0x100: b"abcdefgh..",
                                                                           0x200: b"\xff\xff\xffx"})):
            with self.subTest(command=command):
                out = self.folder / "out.hex"
                self.assertEqual(image(command, argument, self.a, "-o", out), (0, "", ""))
                self.assertEqual(self.contents(out), expected)


class Several(Images):
    def test_merge(self):
        a, b = self.hex("a.hex", {0x100: b"12345678"}), self.hex("b.hex", {0x104: b"5xy8", 0x200: b"b"})
        out = self.folder / "out.hex"
        code, answer, complaint = image("merge", a, b, "-o", out)
        self.assertEqual(code, 4)
        self.assertEqual(answer, f"0x104:0x105  1 byte  {a}  {b}  the same bytes\n"
                                 f"0x105:0x107  2 bytes  {a}  {b}  different bytes\n"
                                 f"0x107:0x108  1 byte  {a}  {b}  the same bytes\n")
        self.assertIn(f"{b} and {a} both fill [0x104, 0x105), the first of 3 conflicts: give --overlap", complaint)
        self.assertFalse(out.exists())
        code, answer, _ = image("merge", a, b, "-o", out, "--overlap", "identical")
        self.assertEqual((code, answer), (4, f"0x105:0x107  2 bytes  {a}  {b}  different bytes\n"))
        for policy, middle, stays in (("keep", b"12345678", a), ("replace", b"12345xy8", b)):
            code, answer, complaint = image("merge", a, b, "-o", out, "--overlap", policy)
            self.assertEqual((code, complaint), (0, ""))
            self.assertIn(f"0x105:0x107  2 bytes  {a}  {b}  {stays} stays\n", answer)
            self.assertEqual(self.contents(out), {0x100: middle, 0x200: b"b"})
        answer = json.loads(image("merge", a, b, "-o", out, "--overlap", "replace", "--json")[1])
        self.assertEqual([(c["start"], c["length"], c["source"]) for c in answer["contributions"]],
                         [(0x100, 4, str(a)), (0x104, 4, str(b)), (0x200, 1, str(b))])
        self.assertEqual(len(answer["conflicts"]), 3)
        # To standard output, the conflicts are told on standard error.
        code, answer, complaint = image("merge", a, b, "--overlap", "keep", "--crop", "0x105:0x107", "--to", "raw")
        self.assertEqual((code, answer), (0, "67"))
        self.assertEqual(complaint.count("memosaic image merge: warning: 0x10"), 3)
        self.assertEqual(image("cat", a, b, "--overlap", "keep", "-o", out), (0, "", ""))

    def test_entry_points_that_differ(self):
        a, b = self.hex("a.hex", {0: b"a"}, entry=0), self.hex("b.hex", {1: b"b"}, entry=1)
        out = self.folder / "out.hex"
        code, _, complaint = image("merge", a, b, "-o", out)
        self.assertEqual(code, 4)
        self.assertIn(f"{b} and {a} have the entry points 0x1 and 0x0: give --entry-conflict keep or replace", complaint)
        self.assertEqual(image("merge", a, b, "-o", out, "--entry-conflict", "replace")[0], 0)
        self.assertEqual(json.loads(image("info", out, "--json")[1])["files"][0]["entry"]["address"], 1)

    def test_split_and_join(self):
        a = self.hex("a.hex", {0x0FFE: b"abcdef", 0x3000: b"ghi"})
        pattern = self.folder / "p-{}.hex"
        code, answer, _ = image("split", a, "--pages", "4K", "-o", pattern)
        self.assertEqual(code, 0)
        self.assertEqual(re.findall(r"p-(\w+)\.hex: (\S+)  (.*)", answer),
                         [("00000000", "0x0:0x1000", "2 bytes"), ("00001000", "0x1000:0x2000", "4 bytes"),
                          ("00003000", "0x3000:0x4000", "3 bytes")])
        self.assertEqual(self.contents(self.folder / "p-00001000.hex"), {0x1000: b"cdef"})
        code, answer, _ = image("split", a, "--chunks", "4", "-o", self.folder / "c{}.bin", "--json")
        self.assertEqual([f["start"] for f in json.loads(answer)["files"]], [0xFFE, 0x1002, 0x3000])
        self.assertEqual((self.folder / "c00001002.bin").read_bytes(), b"ef")
        self.assertEqual(image("split", a, "--even-odd", "-o", self.folder / "r-{}.hex")[0], 0)
        self.assertEqual(self.contents(self.folder / "r-even.hex"), {0x7FF: b"ace", 0x1800: b"gi"})
        out = self.folder / "joined.hex"
        self.assertEqual(image("join", self.folder / "r-even.hex", self.folder / "r-odd.hex", "-o", out), (0, "", ""))
        self.assertEqual(image("diff", a, out), (0, "", ""))
        self.assertEqual(image("split", a, "--stripes", "3", "--group", "2", "-o", self.folder / "s{}.hex")[0], 0)
        stripes = [self.folder / f"s{i}.hex" for i in range(3)]
        self.assertEqual(image("join", *stripes, "--group", "2", "-o", out)[0], 0)
        self.assertEqual(image("diff", a, out)[0], 0)
        answer = json.loads(image("join", *stripes, "--group", "2", "-o", out, "--json")[1])
        self.assertEqual((answer["schema"], len(answer["sources"])), ("memosaic.image.write/1", 3))

    def test_diff_and_patch(self):
        a = self.hex("a.hex", {0x100: b"abcdef", 0x200: b"old"}, entry=0x100)
        b = self.hex("b.hex", {0x100: b"abXYef", 0x300: b"new\0"}, entry=0x104)
        code, answer, complaint = image("diff", a, b)
        self.assertEqual((code, complaint), (1, ""))
        self.assertEqual(answer, "0x102:+2  63 64  |cd|  ->  58 59  |XY|\n"
                                 f"0x200:+3  only in {a}  6f 6c 64  |old|\n"
                                 f"0x300:+4  only in {b}  6e 65 77 00  |new.|\n"
                                 "entry point  0x100  ->  0x104\n"
                                 f"{a} {b} differ: 3 ranges, 2 bytes changed, 3 only in {a}, 4 only in {b}\n")
        self.assertEqual(image("diff", a, a), (0, "", ""))
        self.assertEqual(image("diff", a, a, "--summary"), (0, f"{a} {a} are equal: 9 bytes\n", ""))
        self.assertEqual(image("diff", a, b, "--summary")[1].count("\n"), 2)
        self.assertIn("... and 2 more ranges\n", image("diff", a, b, "--limit", "1")[1])
        facts = json.loads(image("diff", a, b, "--json")[1])
        self.assertEqual([r["kind"] for r in facts["ranges"]], ["changed", "only_first", "only_second"])
        self.assertEqual((facts["changed_bytes"], facts["equal"]), (2, False))
        # A zero is no hole.
        zero = self.hex("zero.hex", {0x100: b"abcdef", 0x200: b"old\0"}, entry=0x100)
        self.assertEqual(image("diff", a, zero)[0], 1)

        patch, out = self.folder / "fix.patch", self.folder / "out.srec"
        self.assertEqual(image("diff", a, b, "-o", patch)[0], 1)
        self.assertEqual(image("patch", a, patch, "-o", out), (0, "", ""))
        self.assertEqual(image("diff", b, out), (0, "", ""))
        code, answer, _ = image("patch", out, patch, "--reverse", "-o", out, "--json")
        self.assertEqual((code, json.loads(answer)["block_count"]), (0, 2))
        self.assertEqual(image("diff", a, out), (0, "", ""))
        code, _, complaint = image("patch", zero, patch, "-o", out)
        self.assertEqual(code, 0)
        code, _, complaint = image("patch", b, patch, "-o", out)
        self.assertEqual(code, 4)
        self.assertIn("the patch does not apply", complaint)
        text = image("diff", a, b, "-o", "-")[1]
        self.assertTrue(text.startswith("memosaic image patch 1\n") and text.endswith("end\n"))
        cut = self.file("cut.patch", text.encode()[:-4])
        self.assertEqual(image("patch", a, cut, "-o", out)[0], 3)


class WrongUse(Images):
    CASES = {
        (): "memosaic image: COMMAND: is missing: give info, convert, cat,",
        ("frob",): "memosaic image: frob: no such command: give info,",
        ("cat", "--frob", "x"): "memosaic image cat: --frob: no such option: see memosaic image cat --help",
        ("cat", "x", "--crop"): "memosaic image cat: --crop: its argument is missing: A:B: see memosaic image cat --help",
        ("cat", "--json=1", "x"): "memosaic image cat: --json: takes no argument: leave it out",
        ("cat", "/no/file"): "memosaic image cat: /no/file: no such file",
        ("info", "/tmp"): "memosaic image info: /tmp: is a folder",
        ("cat", "-", "-"): "memosaic image cat: -: is given twice, but standard input can be read only once",
        ("cat", "x", "--from", "hexx"): 'memosaic image cat: --from: "hexx" is no format: give raw, intel-hex,',
        ("cat", "x", "--to", "elf"): "memosaic image cat: --to: ELF is only read: give intel-hex",
        ("cat", "x", "--json"): '{"schema":"memosaic.error/1","command":"memosaic image cat","subject":"--json"',
        ("crop",): "memosaic image crop: A:B: is missing: see memosaic image crop --help",
        ("crop", "7", "x"): 'memosaic image crop: A:B: "7" is not a range: write A:B',
        ("swap", "4@1:5", "/bin/true"): "memosaic image swap: 4@1:5: the range has an end at 0x1, inside a word",
        ("cat", "x", "--crop", "8:7"): 'memosaic image cat: --crop: "8:7" stops before it starts',
        ("cat", "x", "--fill", "256"): 'memosaic image cat: --fill: "256" is out of range: give a number from 0 to 255',
        ("cat", "x", "--fill", "hex:7"): 'memosaic image cat: --fill: "7" has half a byte',
        ("cat", "x", "--fill", "0@4:"): 'memosaic image cat: --fill: "4:" has no end',
        ("cat", "x", "--swap", "3"): 'memosaic image cat: --swap: "3" cannot be swapped: give 2, 4 or 8',
        ("cat", "x", "--align", "16"): 'memosaic image cat: --align: "16" does not say what fills the holes',
        ("cat", "x", "--stripe", "2/2"): 'memosaic image cat: --stripe: "2" is out of range: give a number from 0 to 1',
        ("cat", "x", "--write", "1"): 'memosaic image cat: --write: "1" does not say where',
        ("cat", "x", "--crc32", "1,tall"): 'memosaic image cat: --crc32: "tall" is not understood: give big',
        ("cat", "x", "--checksum", "md5,1"): 'memosaic image cat: --checksum: "md5" is no checksum',
        ("cat", "x", "--overlap", "x"): 'memosaic image cat: --overlap: "x" is no policy: give error, identical,',
        ("convert", "/dev/null"): "memosaic image convert: TARGET: is missing: name the file to read and the file to",
        ("cat", "/dev/null", "-o", "/no/folder/x.hex"): "memosaic image cat: /no/folder/x.hex: the folder /no/folder does",
        ("cat", "/dev/null", "-o", "/tmp", "--to", "raw"): "memosaic image cat: /tmp: is a folder",
        ("diff", "x"): "memosaic image diff: B: is missing: name two files, A and B",
        ("diff", "x", "y", "z"): "memosaic image diff: z: is one file too many",
        ("patch", "x"): "memosaic image patch: PATCH: is missing",
        ("find",): "memosaic image find: NEEDLE: is missing",
        ("checksum",): "memosaic image checksum: NAME: is missing",
        ("split", "/dev/null", "--pages", "4"): "memosaic image split: --output: the names of the files are missing",
        ("split", "/dev/null", "-o", "{}.bin"): "memosaic image split: --chunks: it is not said into what to split",
        ("map", "/dev/null", "--cell", "3"): "memosaic image map: --cell: the size of a cell is no power",
        ("cat", "/dev/null", "--crc32", "0", "-o", "/dev/null"): None,
    }

    def test_each_names_the_argument_and_the_remedy(self):
        for arguments, sentence in self.CASES.items():
            with self.subTest(arguments=arguments):
                code, answer, complaint = image(*arguments)
                if sentence is None:
                    self.assertEqual((code, complaint), (0, ""))
                    continue
                self.assertEqual((code, answer), (2, ""), complaint)
                self.assertEqual(complaint.count("\n"), 1)
                self.assertTrue(complaint.startswith(sentence), complaint)

    def test_help(self):
        code, text, _ = image("--help")
        self.assertEqual(code, 0)
        self.assertEqual(run("help", "image"), (0, text, ""))
        names = re.findall(r"^  ([a-z]+) +[A-Z]", text.split("Commands:")[1].split("Inputs may")[0], re.M)
        self.assertEqual(len(names), 19)
        for name in names:
            code, help_text, _ = image(name, "--help")
            self.assertEqual(code, 0)
            self.assertIn(f"Examples:\n  memosaic image {name}", help_text)
            self.assertLessEqual(max(map(len, help_text.splitlines())), 120, name)
            for exit_code in ("0 ", "1 ", "2 ", "3 ", "4 ", "130 "):
                self.assertIn(f"\n  {exit_code}", help_text)
            self.assertEqual(run("help", "image", name), (0, help_text, ""))
        self.assertIn("  image ", run("--help")[1])


if __name__ == "__main__":
    command_test.PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
