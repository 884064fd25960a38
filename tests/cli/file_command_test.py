#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`memosaic file` as a whole: every command, what the system does not tell, wrong use, signals.

Argument: the program to test.
"""
import json
import mmap
import os
import signal
import subprocess
import sys
import time
import unittest

import command_test
from command_test import Folder, run

PAGE = mmap.PAGESIZE
MIB = 1 << 20


def file_command(*arguments, **more):
    return run("file", *arguments, **more)


def answer(test, *arguments, code=0, **more):
    """The one file of a JSON answer."""
    done = file_command(*arguments, "--json", **more)
    test.assertEqual((done[0], done[2]), (code, ""))
    return json.loads(done[1])["files"][0]


class Files(Folder):
    def written(self, name, size, offset=0):
        """A file of random bytes that are on the medium, behind a hole."""
        path = self.folder / name
        with open(path, "wb") as file:
            file.seek(offset)
            file.write(os.urandom(size))
            file.flush()
            os.fsync(file.fileno())
        return path

    def evicted(self, name, size, offset=0):
        """The same, and not in memory; the test is skipped where files do not leave memory."""
        path = self.written(name, size, offset)
        code, _, complaint = file_command("evict", path)
        self.assertEqual(complaint, "")
        if code != 0:
            self.skipTest("the temporary folder is in memory")
        return path

    def stranger(self, path):
        """Options for `run` as somebody who may read a file, and not write it."""
        if os.geteuid() != 0:
            self.skipTest("only root can become somebody else")
        self.folder.chmod(0o755)
        path.chmod(0o644)
        strange = {"preexec_fn": lambda: os.setuid(65534)}
        try:
            if run("--version", **strange)[0] != 0:
                self.skipTest("somebody else cannot run the command")
        except PermissionError:
            self.skipTest("somebody else may not run the command")
        return strange


class Info(Files):
    def test_a_sparse_file(self):
        path = self.written("a", 2 * MIB, offset=6 * MIB)
        os.truncate(path, 16 * MIB)
        facts = answer(self, "info", path, "--runs")
        status = path.stat()
        self.assertEqual((facts["kind"], facts["size"], facts["inode"]), ("regular", 16 * MIB, str(status.st_ino)))
        self.assertEqual(facts["device"], f"{os.major(status.st_dev)}:{os.minor(status.st_dev)}")
        self.assertEqual(facts["taken"], status.st_blocks * 512)
        self.assertTrue(facts["can_be_mapped"])
        self.assertEqual(facts["pages"], 16 * MIB // PAGE)
        stored = sum(run["length"] for run in facts["runs"])
        self.assertEqual((facts["stored"], facts["run_count"]), (stored, len(facts["runs"])))
        if stored < 16 * MIB:
            self.assertEqual((facts["runs"][0]["start_hex"], facts["hole_count"]), ("0x600000", 2))
        text = file_command("info", path, "--runs")[1]
        self.assertTrue(text.startswith(f"{path}: a regular file, 16777216 bytes (16.0 MiB)"), text)
        self.assertIn("\n  can be mapped\n", text)
        self.assertRegex(text, r"\n  \d+ of 4096 pages in memory \(")

    def test_an_empty_file(self):
        facts = answer(self, "info", self.file("empty"))
        self.assertEqual((facts["size"], facts["run_count"], facts["hole_count"], facts["pages"]), (0, 0, 0, 0))

    def test_what_is_no_regular_file_is_not_opened(self):
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        for path, kind in ((fifo, "pipe"), ("/dev/null", "character_device"), ("/proc/self/status", "made_up")):
            facts = answer(self, "info", path)
            self.assertEqual((facts["kind"], facts["can_be_mapped"]), (kind, False))
            self.assertNotIn("pages", facts)
        self.assertIn("cannot be mapped: it is no file of bytes that stay", file_command("info", fifo)[1])

    def test_the_file_system_is_that_of_the_mounts(self):
        self.assertEqual(answer(self, "info", "/proc/self/status")["file_system"], "proc")


class Residency(Files):
    def test_what_was_read_is_in_memory(self):
        path = self.evicted("a", 4 * MIB)
        facts = answer(self, "residency", path)
        self.assertEqual((facts["pages"], facts["resident_pages"]), (4 * MIB // PAGE, 0))
        with open(path, "rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_RANDOM)  # no page but what is read
            os.pread(file.fileno(), 8 * PAGE, 64 * PAGE)
        facts = answer(self, "residency", path, "--rows", "4", "--width", "16")
        self.assertEqual(facts["resident_pages"], 8)
        self.assertEqual(facts["cell_size"], 4 * MIB // 64)
        self.assertEqual([sum(row["cells"]) for row in facts["rows"]],
                         [row["resident_pages"] for row in facts["rows"]])
        cells = [cell for row in facts["rows"] for cell in row["cells"]]
        self.assertEqual([i for i, pages in enumerate(cells) if pages], [64 * PAGE // (MIB // 16)])
        text = file_command("residency", path, "--ascii", "--rows", "4", "--width", "16")[1]
        lines = text.splitlines()
        self.assertEqual(lines[0], f"{path}: 8 of 1024 pages in memory, 32.0 KiB of 4.0 MiB")
        self.assertEqual(lines[1], "  0x00000000 |    -           | 32.0 KiB")
        self.assertEqual(lines[2:], ["             : 3.0 MiB of nothing", "  one cell is 64.0 KiB"])

    def test_a_range_counts_the_pages_that_it_touches(self):
        path = self.evicted("a", MIB)
        facts = answer(self, "residency", path, "--range", f"{PAGE - 1}:+2")
        self.assertEqual((facts["pages"], facts["start"], facts["length"]), (2, PAGE - 1, 2))
        self.assertEqual(answer(self, "residency", path, "--range", "9:9")["rows"], [])

    def test_an_empty_file_has_no_pages(self):
        empty = self.file("empty")
        self.assertEqual(file_command("residency", empty), (0, f"{empty}: 0 of 0 pages in memory, 0 bytes of 0 bytes\n",
                                                            ""))

    def test_who_may_not_write_is_not_told(self):
        path = self.written("a", MIB)
        strange = self.stranger(path)
        code, text, complaint = file_command("residency", path, **strange)
        self.assertEqual((code, text), (2, ""))
        self.assertEqual(complaint, f"memosaic file residency: {path}: the system does not tell what of it is in memory: "
                                    "only who may write a file is told: ask its owner, or run as a user who may\n")
        facts = answer(self, "info", path, **strange)
        self.assertIsNone(facts["resident_pages"])
        facts = answer(self, "warm", path, **strange)
        self.assertEqual((facts["resident_pages"], facts["brought_pages"]), (None, None))
        self.assertIn("1.0 MiB read; what of it is in memory is told only", file_command("warm", path, **strange)[1])
        self.assertIsNone(answer(self, "evict", path, **strange)["left_pages"])


class Warm(Files):
    def test_it_brings_what_is_stored_and_waits(self):
        path = self.evicted("a", 9 * MIB + 5, offset=16 * MIB)
        facts = answer(self, "warm", path)
        self.assertTrue(facts["complete"])
        self.assertEqual(facts["resident_pages"], facts["pages"])
        self.assertEqual(facts["brought_pages"], facts["pages"])
        self.assertEqual(facts["stored"] + facts["holes"], 25 * MIB + 5)
        self.assertGreaterEqual(facts["stored"], 9 * MIB + 5)
        self.assertEqual(answer(self, "warm", path)["brought_pages"], 0)
        self.assertRegex(file_command("warm", path)[1],
                         r": 9\.0 MiB in memory, 0 bytes brought; 16\.0 MiB of holes left out; \d+\.\d\d s\n$")

    def test_only_a_range(self):
        path = self.evicted("a", 32 * MIB)
        facts = answer(self, "warm", path, "--range", "24M:+1M")
        self.assertEqual(facts["resident_pages"], MIB // PAGE)
        self.assertEqual(answer(self, "residency", path, "--range", ":16M")["resident_pages"], 0)

    def test_without_waiting_it_comes_all_the_same(self):
        path = self.evicted("a", 8 * MIB)
        facts = answer(self, "warm", path, "--no-wait")
        self.assertFalse(facts["waited"])
        for _ in range(500):
            if answer(self, "residency", path)["resident_pages"] == 8 * MIB // PAGE:
                return
            time.sleep(0.02)
        self.fail("it never came")

    def test_an_interrupt_ends_it(self):
        self.written("a", PAGE)
        process = self.start("file", "warm", *["a"] * 100000, cwd=self.folder, stdout=subprocess.DEVNULL)
        command_test.Interruptions.wait_until_signals_are_caught(self, process)
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(60), 130)
        self.assertEqual(process.stderr.read(), b"")
        process.stderr.close()


class Evict(Files):
    def test_what_waits_to_be_written_stays(self):
        self.evicted("other", MIB)
        for form in ("text", "json"):
            path = self.file(form, os.urandom(MIB))
            if answer(self, "residency", path)["unwritten_pages"] != MIB // PAGE:
                self.skipTest("the file system does not wait with writing")
            if form == "json":
                facts = answer(self, "evict", path, code=1)
                self.assertEqual(facts["left_pages"] + facts["resident_pages"], MIB // PAGE)
            else:
                self.assertRegex(file_command("evict", path)[1],
                                 r"stayed: (1 page waits|\d+ pages wait) to be written, give --flush\n$")
            self.assertEqual(file_command("evict", path, "--flush")[0], 0)
            self.assertEqual(answer(self, "residency", path)["resident_pages"], 0)

    def test_what_is_mapped_stays_and_the_process_is_named(self):
        path = self.evicted("a", MIB)
        with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as mapped:
            self.assertEqual(len(bytes(mapped)), MIB)
            facts = answer(self, "evict", path, code=1)
            self.assertEqual(facts["resident_pages"], MIB // PAGE)
            self.assertIn(str(os.getpid()), "".join(facts["mapped_by"]))
            text = file_command("evict", path)[1]
            self.assertIn(f"0 pages left (0 bytes), 256 stayed: 256 pages are mapped by process {os.getpid()} (", text)
        self.assertEqual(file_command("evict", path), (0, f"{path}: 256 pages left (1.0 MiB)\n", ""))

    def test_of_a_range_whole_pages_leave(self):
        path = self.evicted("a", 8 * PAGE)
        self.assertEqual(file_command("warm", path)[0], 0)
        facts = answer(self, "evict", path, "--range", f"1:{2 * PAGE + 1}")
        self.assertEqual(facts["left_pages"] + facts["resident_pages"], 1)
        self.assertEqual(answer(self, "evict", path, "--range", f"{PAGE + 1}:+{PAGE - 2}")["left_pages"], 0)
        self.assertEqual(file_command("evict", self.file("empty"))[0], 0)


class WrongUse(Files):
    COMMANDS = ("info", "residency", "warm", "evict")

    def test_each_names_the_argument_and_the_remedy(self):
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        a = self.file("a", b"abc")
        none = self.folder / "none"
        cases = [((), "memosaic file: COMMAND: is missing: give info, residency, warm or evict, or see"),
                 (("frob",), "memosaic file: frob: no such command: give info, residency, warm or evict, or see"),
                 (("residency", a, "--rows", "0"), 'memosaic file residency: --rows: "0" is out of range: give a number'),
                 (("residency", a, "--rows", "q"), 'memosaic file residency: --rows: "q" is not a number'),
                 (("info", a, "--range", ":1"), "memosaic file info: --range: no such option: see memosaic file info"),
                 (("warm", a, "--frob"), "memosaic file warm: --frob: no such option: see memosaic file warm --help"),
                 (("evict", a, "--range"), "memosaic file evict: --range: its argument is missing: A:B: see"),
                 (("evict", a, "--range", "3"), 'memosaic file evict: --range: "3" is not a range: write A:B')]
        for command in self.COMMANDS:
            prefix = f"memosaic file {command}: "
            cases += [((command,), prefix + "FILE: is missing: name one file or several"),
                      ((command, "-"), prefix + "-: is standard input, and no file by name: name the file itself"),
                      ((command, none), prefix + f"{none}: no such file: check the name"),
                      ((command, self.folder), prefix + f"{self.folder}: is a folder: name a file in it")]
        for command in self.COMMANDS[1:]:
            prefix = f"memosaic file {command}: "
            cases += [((command, fifo), prefix + f"{fifo}: is a pipe, of which nothing stays in memory: name a regular"),
                      ((command, "/dev/null"), prefix + "/dev/null: is a character device: name a regular file"),
                      ((command, "/proc/self/status"), prefix + "/proc/self/status: is made up by the system when it is "
                                                                "read: name a regular file"),
                      ((command, a, "--range", "4:"), prefix + f"{a}: the range starts at 0x4, beyond the end of the file, "
                                                               "which is 3 bytes: give a range that starts inside")]
        for arguments, sentence in cases:
            with self.subTest(arguments=arguments):
                code, text, complaint = file_command(*arguments)
                self.assertEqual((code, text), (2, ""), complaint)
                self.assertTrue(complaint.startswith(sentence), complaint)
                self.assertEqual(complaint.count("\n"), 1)

    def test_a_file_that_may_not_be_read(self):
        a = self.file("a", b"abc")
        strange = self.stranger(a)
        a.chmod(0)
        for command in self.COMMANDS:
            code, _, complaint = file_command(command, a, **strange)
            self.assertEqual((code, complaint), (2, f"memosaic file {command}: {a}: permission denied: ask its owner, or "
                                                    "run as a user who may\n"))

    def test_the_others_are_answered(self):
        a, b = self.written("a", 10), self.written("b", 10)
        for command in self.COMMANDS:
            code, text, complaint = file_command(command, a, self.folder / "none", b)
            self.assertEqual(code, 2)
            self.assertIn(f"{a}: ", text)
            self.assertIn(f"{b}: ", text)
            self.assertEqual(complaint.count("\n"), 1)
            code, text, complaint = file_command(command, a, self.folder / "none", b, "--json")
            document = json.loads(text)
            self.assertEqual((code, document["schema"]), (2, f"memosaic.file.{command}/1"))
            self.assertEqual([each["path"] for each in document["files"]], [str(a), str(b)])
            self.assertEqual(json.loads(complaint)["schema"], "memosaic.error/1")

    def test_help(self):
        code, text, _ = file_command("--help")
        self.assertEqual(code, 0)
        self.assertEqual(run("help", "file"), (0, text, ""))
        self.assertIn("\n  file ", run("--help")[1])
        for command in self.COMMANDS:
            self.assertIn(f"\n  {command} ", text)
            help_text = file_command(command, "--help")[1]
            self.assertEqual(run("help", "file", command)[1], help_text)
            self.assertIn(f"Examples:\n  memosaic file {command}", help_text)
            for exit_code in ("0 ", "1 ", "2 ", "130 "):
                self.assertIn(f"\n  {exit_code}", help_text)
            self.assertLessEqual(max(map(len, help_text.splitlines())), 120)

    def test_a_full_disk_is_an_error(self):
        a = self.written("a", 10)
        for command in self.COMMANDS:
            with open("/dev/full", "wb") as full:
                code, _, complaint = file_command(command, a, stdout=full)
            self.assertEqual((code, complaint.count("\n")), (2, 1))
            self.assertIn("no space left on the device", complaint)

    def test_no_control_byte_reaches_the_terminal(self):
        path = self.written("a\x1b]0;title\x07", 10)
        for command in self.COMMANDS:
            text = file_command(command, path)[1]
            self.assertNotIn("\x1b", text)
            self.assertNotIn("\x07", text)


if __name__ == "__main__":
    command_test.PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
