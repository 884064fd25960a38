#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command as a whole: exit codes, pipes, signals, full disks, wrong use. Argument: the program to test."""
import contextlib
import fcntl
import json
import os
import pathlib
import pty
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = ""
KEPT = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CLICOLOR_FORCE", "TERM")}


def run(*arguments, data=None, stdin=None, stdout=subprocess.PIPE, cwd=None, env=None, **more):
    """Runs the command; returns (exit code, output, complaints) with bytes read as Latin-1."""
    source = {"input": data} if data is not None else {"stdin": subprocess.DEVNULL if stdin is None else stdin}
    done = subprocess.run([PROGRAM, *map(os.fspath, arguments)], stdout=stdout, stderr=subprocess.PIPE, cwd=cwd,
                          env={**KEPT, **(env or {})}, timeout=60, **source, **more)
    return done.returncode, (done.stdout or b"").decode("latin-1"), done.stderr.decode("latin-1")


class Folder(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = pathlib.Path(self.temporary.name)

    def file(self, name, content=b""):
        path = self.folder / name
        path.write_bytes(content)
        return path

    def start(self, *arguments, env=None, **more):
        return subprocess.Popen([PROGRAM, *map(os.fspath, arguments)], stderr=subprocess.PIPE,
                                env={**KEPT, **(env or {})}, **more)

    @staticmethod
    def cut_while_it_waits(path, reader):
        """Cuts the file that a process is writing out to a pipe which is full, then takes the rest."""
        os.read(reader, 10)  # it waits for more room
        os.truncate(path, 4096)
        while os.read(reader, 1 << 16):
            pass
        os.close(reader)


class ExitCodes(Folder):
    def test_find(self):
        a = self.file("a", b"one two")
        self.assertEqual(run("find", "two", a), (0, f"{a}:0x4\n", ""))
        self.assertEqual(run("find", "three", a), (1, "", ""))
        self.assertEqual(run("find", "two", a, self.folder / "none")[0], 2)
        self.assertEqual(run("find", "hex:74776f", "--count", a), (0, f"{a}:1\n", ""))
        self.assertEqual(run("find", "74 77 6F", "--hex", a)[0], 0)
        self.assertEqual(run("find", "--file", self.file("needle", b"two"), a)[0], 0)
        self.assertEqual(run("find", "--", "-x", self.file("b", b"a-x")), (0, f"{self.folder}/b:0x1\n", ""))
        # The name of another command is a needle like any other.
        self.assertEqual(run("find", "diff", self.file("c", b"diff"))[0], 0)

    def test_compare(self):
        a, b = self.file("a", b"same1"), self.file("b", b"same2")
        self.assertEqual(run("cmp", a, a), (0, "", ""))
        self.assertEqual(run("cmp", a, b), (1, f"{a} {b} differ: 0x4 (4) 0x31 0x32\n", ""))
        self.assertEqual(run("cmp", "-q", a, b), (1, "", ""))
        self.assertEqual(run("cmp", a, "none", cwd=self.folder)[0], 2)
        self.assertEqual(run("diff", a, a), (0, "", ""))
        self.assertEqual(run("diff", a, b)[0], 1)
        self.assertEqual(run("diff", a, b, "--range", ":4"), (0, "", ""))
        self.assertEqual(run("diff", a, "none", cwd=self.folder)[0], 2)

    def test_copy(self):
        a, b = self.file("a", b"0123456789"), self.folder / "b"
        self.assertEqual(run("copy", a, b, "--range", "2:+3"), (0, "", ""))
        self.assertEqual(b.read_bytes(), b"234")
        code, _, complaint = run("copy", a, b)
        self.assertEqual(code, 4)
        self.assertEqual(complaint, f"memosaic copy: {b}: exists already: name another file, or give --force to "
                                    "replace it\n")
        self.assertEqual(run("copy", a, b, "--force")[0], 0)
        self.assertEqual(run("copy", a, b, "--at", "5"), (0, "", ""))
        self.assertEqual(b.read_bytes(), b"012340123456789")
        self.assertEqual(sorted(os.listdir(self.folder)), ["a", "b"])

    def test_help_and_version(self):
        code, text, _ = run("--help")
        self.assertEqual(code, 0)
        self.assertEqual(run("help"), (0, text, ""))
        for command in ("find", "diff", "cmp", "dump", "copy"):
            self.assertIn(f"  {command} ", text)
            code, help_text, _ = run(command, "--help")
            self.assertEqual(code, 0)
            self.assertEqual(run("help", command), (0, help_text, ""))
            self.assertIn("Examples:\n  memosaic " + command, help_text)
            for exit_code in ("0 ", "1 ", "2 ", "3 ", "4 ", "130 "):
                self.assertIn(f"\n  {exit_code}", help_text)
            self.assertLessEqual(max(map(len, help_text.splitlines())), 120)
        self.assertRegex(run("--version")[1], r"^memosaic \d+\.\d+\.\d+ \((scalar|neon|avx2|avx512)\)\n$")
        self.assertEqual(run("--version", env={"MEMOSAIC_SIMD": "scalar"})[1].split()[-1], "(scalar)")


class WrongUse(Folder):
    CASES = {
        (): "memosaic: COMMAND: is missing: give find, diff, cmp, dump, copy, file, image or table, or see memosaic --help",
        ("frob",): "memosaic: frob: no such command: give find, diff, cmp, dump, copy, file, image or table, or see",
        ("find",): "memosaic find: NEEDLE: is missing: write what to find",
        ("find", "", "x"): "memosaic find: NEEDLE: the needle is empty: give at least one byte",
        ("find", "hex:7", "x"): 'memosaic find: NEEDLE: "7" has half a byte: write each byte with two digits',
        ("find", "hex:xy", "x"): 'memosaic find: NEEDLE: "xy" is not hexadecimal: write pairs',
        ("find", "a", "--frob"): "memosaic find: --frob: no such option: see memosaic find --help",
        ("find", "a", "x", "--step", "0"): 'memosaic find: --step: "0" is out of range: give a number from 1',
        ("find", "a", "x", "--step", "q"): 'memosaic find: --step: "q" is not a number: write decimal digits',
        ("find", "a", "x", "--range", "7"): 'memosaic find: --range: "7" is not a range: write A:B',
        ("find", "a", "x", "--range", "7:3"): 'memosaic find: --range: "7:3" stops before it starts: write A:B',
        ("find", "a", "x", "--range"): "memosaic find: --range:",
        ("find", "a", "x", "--hex", "--text"): "memosaic find: --hex excludes --text: see memosaic find --help",
        ("find", "a", "x", "--max", "99999999999999999999"): 'memosaic find: --max: "99999999999999999999" is too big',
        ("find", "a", "x", "--color", "blue"): 'memosaic find: --color: "blue" is no choice: give auto, always or never',
        ("find", "a", "/no/file"): "memosaic find: /no/file: no such file: check the name",
        ("find", "a", "/tmp"): "memosaic find: /tmp: is a folder: name a file in it",
        ("diff", "x"): "memosaic diff: B: is missing: name two files, A and B",
        ("diff",): "memosaic diff: A: is missing: name two files",
        ("diff", "x", "y", "z"): "memosaic diff: z: is one file too many: name two",
        ("diff", "-", "-"): "memosaic diff: -: both files are standard input, which can be read only once: name a file",
        ("diff", "/dev/null", "/dev/null", "--gap", "0"): 'memosaic diff: --gap: "0" is out of range',
        ("diff", "/dev/null", "/dev/null", "--from-end"): "memosaic diff: /dev/null: cannot be compared from its end",
        ("cmp", "x"): "memosaic cmp: B: is missing",
        ("dump", "x", "y"): "memosaic dump: y: is one file too many: name one",
        ("dump", "x", "-w", "0"): 'memosaic dump: --width: "0" is out of range: give a number from 1 to 4096',
        ("dump", "/dev/null", "--range", "1:"): "memosaic dump: /dev/null: the range starts at 0x1, beyond the end",
        ("dump", "-r", "x", "--plain"): "memosaic dump: --plain excludes --reverse: see",
        ("copy", "x"): "memosaic copy: TARGET: is missing: name two files, SOURCE and TARGET",
        ("copy", "/no/file", "y"): "memosaic copy: /no/file: no such file",
        ("copy", "/dev/null", "/no/folder/y"): "memosaic copy: /no/folder/y: the folder /no/folder does not exist: create",
        ("copy", "/dev/null", "/tmp"): "memosaic copy: /tmp: is a folder: name the file, as in /tmp/null",
        ("copy", "/dev/null", "-", "--at", "3"): "memosaic copy: --at: standard output has no offset to write at",
        ("copy", "/dev/null", "-", "--json"): '{"schema":"memosaic.error/1","command":"memosaic copy","subject":"--json"',
        ("copy", "/dev/null", "/no/file", "--at", "3"): "memosaic copy: /no/file: does not exist, so nothing can be",
    }

    def test_each_names_the_argument_and_the_remedy(self):
        for arguments, sentence in self.CASES.items():
            with self.subTest(arguments=arguments):
                code, answer, complaint = run(*arguments)
                self.assertEqual((code, answer), (2, ""), complaint)
                self.assertTrue(complaint.startswith(sentence), complaint)
                self.assertEqual(complaint.count("\n"), 1)

    def test_errors_are_json_when_the_answer_is(self):
        for arguments in (("find", "a", "x", "--step", "0", "--json"), ("find", "a", "/no/file", "--json"),
                          ("diff", "/no/a", "/no/b", "--json"), ("frob", "--json")):
            with self.subTest(arguments=arguments):
                code, _, complaint = run(*arguments)
                document = json.loads(complaint)
                self.assertEqual(document["schema"], "memosaic.error/1")
                self.assertEqual((code, document["exit_code"]), (2, 2))
                self.assertTrue(document["message"])

    def test_what_may_not_be_read_or_written(self):
        a = self.file("a", b"x")
        a.chmod(0)
        if os.geteuid() != 0:
            code, _, complaint = run("find", "x", a)
            self.assertEqual((code, complaint), (2, f"memosaic find: {a}: permission denied: ask its owner, or run as "
                                                    "a user who may\n"))
        # Nobody may make files in /proc, not even root.
        code, _, complaint = run("copy", "/dev/null", "/proc/memosaic")
        self.assertEqual(code, 2)
        self.assertTrue(complaint.startswith("memosaic copy: /proc/memosaic: "), complaint)

    def test_no_control_byte_reaches_the_terminal(self):
        for name in ("a\x1b]0;title\x07", "\u202egnp.exe", "b\nc"):
            code, answer, complaint = run("find", "x", self.file(name, b"x"))
            shown = (answer + complaint).encode("latin-1").decode()
            self.assertEqual(code, 0)
            self.assertFalse([c for c in shown[:-1] if ord(c) < 0x20 or c == "\u202e"], shown)


class Streams(Folder):
    def test_standard_input(self):
        data = b"x" * 300000 + b"needle" + b"y" * 300000
        self.assertEqual(run("find", "needle", data=data), (0, "standard input:0x493e0\n", ""))
        self.assertEqual(run("find", "needle", "-", "--last", data=data), (0, "standard input:0x493e0\n", ""))
        self.assertEqual(run("find", "needle", "-", "--range", ":300005", data=data)[0], 1)
        self.assertEqual(run("cmp", "-", self.file("same", data), data=data), (0, "", ""))
        self.assertEqual(run("diff", "-", self.file("other", data[:-1]), data=data)[0], 1)
        mapped = run("dump", self.folder / "same")
        self.assertEqual(run("dump", "-", data=data), mapped)
        self.assertEqual(run("dump", data=data), mapped)

    def test_a_file_as_standard_input_is_read_from_where_it_stands(self):
        path = self.file("a", b"0123456789")
        for arguments, expected in (("dump", "--plain"), "3456789"), (("copy", "-", "-"), "3456789"), \
                (("find", "9"), "standard input:0x6\n"), (("copy", "-", "-", "--range", "1:3"), "45"):
            with open(path, "rb", buffering=0) as opened:
                opened.seek(3)
                code, answer, _ = run(*arguments, stdin=opened)
                self.assertEqual(code, 0)
                self.assertEqual(bytes.fromhex(answer).decode() if "dump" in arguments else answer, expected)

    def test_a_match_in_a_live_pipe_is_told_at_once(self):
        reading = self.start("find", "needle", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        reading.stdin.write(b"some needle and more")
        reading.stdin.flush()
        self.assertTrue(select.select([reading.stdout], [], [], 20)[0], "nothing came")
        self.assertEqual(os.read(reading.stdout.fileno(), 100), b"standard input:0x5\n")
        reading.stdin.close()
        self.assertEqual(reading.wait(20), 0)
        reading.stdout.close()
        reading.stderr.close()

    def test_a_non_blocking_pipe_is_waited_for(self):
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        waiting = self.start("find", "needle", "-", stdin=reader, stdout=subprocess.PIPE)
        os.close(reader)
        time.sleep(0.2)
        os.write(writer, b"a needle")
        os.close(writer)
        self.assertEqual(waiting.communicate(timeout=20), (b"standard input:0x2\n", b""))

    def test_a_reader_that_goes_is_no_error_to_speak_of(self):
        big = self.folder / "big"
        with open(big, "wb") as file:
            file.write(os.urandom(1 << 22))
        for arguments in (("dump", big), ("find", "hex:00", big), ("copy", big, "-"), ("dump", big, "--json")):
            with self.subTest(arguments=arguments):
                going = self.start(*arguments, stdout=subprocess.PIPE)
                going.stdout.read(10)
                going.stdout.close()
                self.assertEqual(going.stderr.read(), b"")
                going.stderr.close()
                self.assertEqual(going.wait(20), -signal.SIGPIPE)

    def test_a_full_disk_is_an_error(self):
        path = self.file("a", b"x" * 100)
        for arguments in (("dump", path), ("find", "x", path), ("diff", path, "/dev/null"), ("cmp", path, "/dev/null"),
                          ("copy", path, "-"), ("--help",), ("find", "x", path, "--json"), ("find", "--help")):
            with self.subTest(arguments=arguments), open("/dev/full", "wb") as full:
                code, _, complaint = run(*arguments, stdout=full)
                self.assertEqual(code, 2)
                self.assertEqual(complaint.count("\n"), 1)
                self.assertIn("standard output", complaint)
                self.assertTrue("no space left on the device: make room there" in complaint, complaint)

    def test_closed_descriptors_receive_nothing(self):
        path = self.file("a", b"abc")
        code, _, complaint = run("dump", path, preexec_fn=lambda: os.close(1))
        self.assertEqual((code, complaint), (2, "memosaic dump: standard output: is closed: redirect it to a file or "
                                                "to /dev/null\n"))
        self.assertEqual(run("dump", preexec_fn=lambda: os.close(0))[0], 2)
        # Without standard error, the copy must not take its number and receive the complaint.
        target = self.folder / "b"
        code = run("copy", path, target, "--range", "1:9", preexec_fn=lambda: os.close(2))[0]
        self.assertEqual(code, 2)
        self.assertFalse(target.exists())

    def test_special_targets_are_written_straight(self):
        path = self.file("a", b"abc")
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        copying = self.start("copy", path, fifo)
        self.assertEqual(fifo.read_bytes(), b"abc")
        self.assertEqual(copying.wait(20), 0)
        copying.stderr.close()
        self.assertTrue(fifo.is_fifo())
        self.assertEqual(run("copy", path, "/dev/null"), (0, "", ""))
        self.assertEqual(run("copy", path, "-")[1], "abc")
        self.assertEqual(run("copy", "/proc/self/cmdline", "-")[0], 0)

    def test_a_dump_goes_back_to_bytes(self):
        data = os.urandom(1000) + bytes(300000) + b"end"
        path = self.file("a", data)
        for arguments in ((), ("--plain",), ("-w", "7", "-g", "3"), ("--no-squeeze",), ("--range", "5:")):
            text = self.file("text", run("dump", path, *arguments)[1].encode())
            code, answer, complaint = run("dump", "--reverse", text)
            self.assertEqual((code, complaint), (0, ""))
            self.assertEqual(answer.encode("latin-1"), data[5:] if "--range" in arguments else data)
        wrong = self.file("wrong", b"00000000  61 62 |ab|\n00000010  63 64 |cd|\n")
        self.assertEqual(run("dump", "-r", wrong), (3, "", f"memosaic dump: {wrong}: line 2: expected offset 0x2, found "
                                                           "0x10\n"))

    def test_empty_files(self):
        empty = self.file("empty")
        self.assertEqual(run("find", "x", empty), (1, "", ""))
        self.assertEqual(run("find", "x", empty, "--reverse"), (1, "", ""))
        self.assertEqual(run("dump", empty), (0, "", ""))
        self.assertEqual(run("cmp", empty, empty), (0, "", ""))
        self.assertEqual(run("cmp", empty, "/dev/null"), (0, "", ""))
        self.assertEqual(run("diff", empty, empty), (0, "", ""))
        self.assertEqual(run("copy", empty, self.folder / "b"), (0, "", ""))
        self.assertEqual((self.folder / "b").read_bytes(), b"")
        self.assertEqual(json.loads(run("dump", empty, "--json")[1])["rows"], [])


class Interruptions(Folder):
    def interrupted(self, process, by=signal.SIGINT):
        process.send_signal(by)
        code = process.wait(20)
        complaint = process.stderr.read()
        process.stderr.close()
        self.assertEqual(complaint, b"")
        return code

    def wait_until_signals_are_caught(self, process):
        """Sent earlier, a signal would end the process as it ends every program that has just started."""
        for _ in range(1000):
            with open(f"/proc/{process.pid}/status") as status:
                caught = next(int(line.split()[1], 16) for line in status if line.startswith("SigCgt:"))
            if caught >> (signal.SIGINT - 1) & 1:
                return
            time.sleep(0.02)
        self.fail("the command does not catch SIGINT")

    def test_waiting_for_a_pipe(self):
        for arguments in (("find", "x", "-"), ("dump", "-"), ("cmp", "-", "/dev/zero"), ("copy", "-", "/dev/null")):
            with self.subTest(arguments=arguments):
                process = self.start(*arguments, stdin=subprocess.PIPE)
                self.wait_until_signals_are_caught(process)
                self.assertEqual(self.interrupted(process), 130)
                process.stdin.close()

    def is_writing_into_the_folder(self, process):
        """What is unfinished has no name where the file system has files without one."""
        opened = pathlib.Path(f"/proc/{process.pid}/fd")
        return any(os.readlink(each).startswith(os.fspath(self.folder)) for each in opened.iterdir())

    def test_an_unfinished_copy_leaves_nothing(self):
        for by, code in ((signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGHUP, -signal.SIGHUP)):
            with self.subTest(by=by):
                process = self.start("copy", "-", self.folder / "target", stdin=subprocess.PIPE)
                process.stdin.write(b"x" * 100000)
                process.stdin.flush()
                for _ in range(200):
                    if self.is_writing_into_the_folder(process):
                        break
                    time.sleep(0.02)
                self.assertTrue(self.is_writing_into_the_folder(process))
                self.assertNotIn("target", os.listdir(self.folder))
                self.assertEqual(self.interrupted(process, by), code)
                process.stdin.close()
                self.assertEqual(os.listdir(self.folder), [])

    def test_in_the_middle_of_work(self):
        huge = self.folder / "huge"
        with open(huge, "wb") as file:
            file.truncate(1 << 40)
        process = self.start("find", "x", huge)
        self.wait_until_signals_are_caught(process)
        time.sleep(0.3)  # and a while into the search
        self.assertEqual(self.interrupted(process), 130)

    def test_an_ignored_interrupt_stays_ignored(self):
        process = self.start("find", "x", "-", stdin=subprocess.PIPE,
                             preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
        process.stdin.close()
        self.assertEqual(process.wait(20), 1)
        process.stderr.close()

    def test_a_file_cut_short_under_us_ends_with_a_sentence(self):
        path = self.file("a", b"x" * (1 << 22))
        # A reader that waits holds the dump back until the file is cut.
        reader, writer = os.pipe()
        process = self.start("dump", path, "--no-squeeze", stdout=writer)
        os.close(writer)
        os.read(reader, 10)
        os.truncate(path, 10)
        while os.read(reader, 1 << 16):
            pass
        os.close(reader)
        self.assertEqual(process.wait(20), 2)
        self.assertEqual(process.stderr.read().decode(), f"memosaic dump: {path}: shrank to 10 bytes while it was "
                                                         "mapped; what was read from it is void: try again when "
                                                         "nobody writes it\n")
        process.stderr.close()

    def test_a_file_cut_short_is_noticed_by_every_command(self):
        """Truncated while a comparison waits for its second file."""
        for command in ("cmp", "diff"):
            with self.subTest(command=command):
                path = self.file("a", b"x" * (1 << 20))
                pipe = self.folder / "pipe"
                os.mkfifo(pipe)
                process = self.start(command, path, pipe)
                # It may be gone before it has read all.
                with contextlib.suppress(BrokenPipeError), open(pipe, "wb", buffering=0) as writer:
                    writer.write(b"x" * (1 << 19))
                    os.truncate(path, 1 << 12)
                    writer.write(b"x" * (1 << 19))
                self.assertEqual(process.wait(20), 2)
                self.assertIn("shrank to 4096 bytes", process.stderr.read().decode())
                process.stderr.close()
                os.remove(pipe)

    def test_a_search_in_a_file_cut_short_tells_what_it_found_before(self):
        path = self.file("a", b"needle" + b"x" * (1 << 22) + b"\0" * (1 << 22))
        reader, writer = os.pipe()
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
        process = self.start("find", "hex:00", path, "--context", "4", stdout=writer)
        os.close(writer)
        self.cut_while_it_waits(path, reader)
        self.assertEqual(process.wait(20), 2)
        self.assertIn("shrank to 4096 bytes", process.stderr.read().decode())
        process.stderr.close()

    def test_a_file_cut_inside_its_last_page_is_noticed(self):
        path = self.file("a", b"x" * 4000)
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        process = self.start("cmp", path, pipe)
        with open(pipe, "wb") as writer:
            writer.write(b"x" * 10)
            writer.flush()
            time.sleep(0.2)  # mapped by then
            os.truncate(path, 3000)
            writer.write(b"x" * 2990)
        self.assertEqual(process.wait(20), 2)
        self.assertIn("shrank to 3000 bytes", process.stderr.read().decode())
        process.stderr.close()

    def test_an_image_that_shares_a_file_cut_short_ends_with_a_sentence(self):
        path = self.file("a.bin", b"x" * (1 << 22))
        reader, writer = os.pipe()
        process = self.start("image", "convert", path, "-", "--to", "raw", stdout=writer)
        os.close(writer)
        os.read(reader, 10)
        os.truncate(path, 1 << 12)
        while os.read(reader, 1 << 16):
            pass
        os.close(reader)
        self.assertEqual(process.wait(20), 2)
        # The system call that writes the bytes out may be what meets the end of the file; it gets no signal.
        self.assertRegex(process.stderr.read().decode(), "was truncated")
        process.stderr.close()

    def test_without_the_handler_the_signal_ends_it(self):
        path = self.file("a", b"x" * (1 << 22))
        reader, writer = os.pipe()
        process = self.start("dump", path, "--no-squeeze", stdout=writer, env={"MEMOSAIC_SIGBUS": "off"})
        os.close(writer)
        os.read(reader, 10)
        os.truncate(path, 10)
        while os.read(reader, 1 << 16):
            pass
        os.close(reader)
        self.assertIn(process.wait(20), (-signal.SIGBUS, 1))  # 1 is what a sanitizer makes of it
        process.stderr.close()


class LargeFiles(Folder):
    def test_a_file_beyond_memory_is_mapped(self):
        huge = self.folder / "huge"
        with open(huge, "wb") as file:
            file.truncate(64 << 30)
            file.seek(50 << 30)
            file.write(b"needle")
        # 64 GiB in no more than 256 MiB of own memory; a sanitizer alone takes more.
        limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_DATA, (1 << 28, 1 << 28))}
        if run("--version", **limit)[0] != 0:
            limit = {}
        self.assertEqual(run("find", "needle", huge, "--range", "50G:+1M", **limit), (0, f"{huge}:0xc80000000\n", ""))
        self.assertEqual(run("find", "needle", huge, "--range", "0xc7fff0000:0xc80000006", "--last", **limit)[0], 0)
        self.assertEqual(run("dump", huge, "--range", "50G:+16", **limit)[1],
                         "000c80000000  6e 65 65 64 6c 65 00 00  00 00 00 00 00 00 00 00  |needle..........|\n"
                         "000c80000010\n")
        self.assertEqual(run("cmp", huge, huge, "--range", "50G:+1M", **limit), (0, "", ""))
        self.assertEqual(run("cmp", "-q", huge, self.file("small", b"x"), **limit), (1, "", ""))
        copy = self.folder / "copy"
        self.assertEqual(run("copy", huge, copy, **limit), (0, "", ""))
        self.assertEqual(copy.stat().st_size, 64 << 30)
        self.assertLess(copy.stat().st_blocks * 512, 1 << 20)
        self.assertEqual(run("dump", copy, "--range", "50G:+6", "--plain")[1], b"needle".hex() + "\n")


class Budgets(Folder):
    """Files far larger than what may be in memory of them."""
    NEEDLE = b"a needle that lies across the border of two windows"

    def sparse(self, name, size=256 << 20):
        """Some needles in a hole: across borders of windows of every size, at the front and at the end."""
        path = self.folder / name
        self.places = [0, (8 << 20) - 20, size // 2 - 7, size // 2 + (1 << 19) - 1, size - len(self.NEEDLE)]
        with open(path, "wb") as file:
            file.truncate(size)
            for place in self.places:
                file.seek(place)
                file.write(self.NEEDLE)
        return path

    def peak(self, *arguments, code=0):
        """Runs a command; returns its answer, and the most memory that it ever had, in bytes, as the system tells."""
        process = subprocess.Popen([PROGRAM, *map(os.fspath, arguments)], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, env=KEPT)
        text = process.stdout.read().decode()
        process.stdout.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, code, text)
        return text, used.ru_maxrss * 1024

    def test_no_command_keeps_more(self):
        path, other = self.sparse("a"), self.sparse("b")
        with open(other, "r+b") as file:
            file.seek((128 << 20) + 3)
            file.write(b"!")
        needle = self.NEEDLE.decode()
        found = "".join(f"{path}:{place:#x}\n" for place in self.places)
        count = f"{path}:{len(self.places)}\n"
        run_text = f"0x8000003:+1  {self.NEEDLE[10]:02x}  |{needle[10]}|  ->  21  |!|\n"
        differ = f"{path} {other} differ: 0x8000003 (134217731) 0x{self.NEEDLE[10]:02x} 0x21\n"
        cases = ((("find", needle, path), 0, found),
                 (("find", needle, path, "--reverse"), 0, "".join(reversed(found.splitlines(True)))),
                 (("find", needle, path, "--count"), 0, count),
                 (("cmp", path, other), 1, differ),
                 (("cmp", path, other, "--last"), 1, differ),
                 (("diff", path, other), 1, run_text + f"{path} {other} differ: 1 run, 1 byte changed\n"),
                 (("diff", path, other, "--from-end"), 1, run_text + f"{path} {other} differ: 1 run, 1 byte changed\n"))
        # What a command has without any file, and its own blocks of some 100 KiB.
        own = max(self.peak("find", "x", "/dev/null", code=1)[1], self.peak("--version")[1]) + (1 << 20)
        for arguments, code, expected in cases:
            for budget in (4 << 20, 64 << 20):
                with self.subTest(arguments=arguments, budget=budget):
                    text, peak = self.peak(*arguments, "--budget", str(budget), code=code)
                    self.assertEqual(text, expected)
                    self.assertLessEqual(peak, own + budget)
        # The measure sees what is kept without a budget.
        text, peak = self.peak("find", needle, path)
        self.assertEqual(text, found)
        self.assertGreater(peak, 128 << 20)
        # And beyond 4 GiB.
        path = self.sparse("c", size=17 << 28)
        text, peak = self.peak("find", needle, path, "--budget", "64M")
        self.assertEqual(text, "".join(f"{path}:{place:#x}\n" for place in self.places))
        self.assertLessEqual(peak, own + (64 << 20))

    def test_a_dump_keeps_no_more(self):
        path = self.sparse("a")
        own = self.peak("dump", "/dev/null")[1] + (1 << 20)
        text, peak = self.peak("dump", path, "--budget", "4M")
        self.assertEqual(text, run("dump", path)[1])
        self.assertLessEqual(peak, own + (4 << 20))

    def test_context_is_shown_piece_by_piece(self):
        path = self.sparse("a")
        for form in ((), ("--json",)):
            arguments = ("find", self.NEEDLE.decode(), path, "--max", "2", "-C", "3M", *form)
            own = self.peak("find", "x", "/dev/null", code=1)[1] + (1 << 20)
            text, peak = self.peak(*arguments, "--budget", "4M")
            self.assertEqual(text, run(*arguments)[1])
            self.assertLessEqual(peak, own + (4 << 20))

    def test_a_long_needle_needs_a_larger_one(self):
        path = self.file("a", os.urandom(5 << 20))
        needle = self.file("needle", path.read_bytes()[1 << 20:4 << 20])
        arguments = ("find", "--file", needle, path, "--budget")
        code, text, complaint = run(*arguments, "4M")
        self.assertEqual((code, text), (2, ""))
        self.assertEqual(complaint, "memosaic find: --budget: is too small for a needle of 3145728 bytes: give at least "
                                    "10M, or a shorter needle\n")
        self.assertEqual(run(*arguments, "10M"), (0, f"{path}:0x100000\n", ""))

    def test_too_little_is_refused(self):
        path = self.file("a", b"abc")
        for arguments in (("find", "x", path), ("cmp", path, path), ("diff", path, path), ("dump", path)):
            for budget in ("3M", "0", "4194303"):
                code, text, complaint = run(*arguments, "--budget", budget)
                self.assertEqual((code, text), (2, ""))
                self.assertEqual(complaint, f'memosaic {arguments[0]}: --budget: "{budget}" is too small: give at least '
                                            "4M\n")
            self.assertIn('--budget: "q" is not a number', run(*arguments, "--budget", "q")[2])
            code, text, complaint = run(*arguments, "--budget", "1", "--json")
            self.assertEqual(json.loads(complaint)["exit_code"], 2)

    def test_every_kind_of_input(self):
        empty, fifo = self.file("empty"), self.folder / "fifo"
        os.mkfifo(fifo)
        self.assertEqual(run("find", "x", empty, "--budget", "4M"), (1, "", ""))
        self.assertEqual(run("cmp", empty, empty, "--budget", "4M"), (0, "", ""))
        self.assertEqual(run("dump", empty, "--budget", "4M"), (0, "", ""))
        self.assertEqual(run("find", "Name:", "/proc/self/status", "/proc/self/status", "--budget", "4M"),
                         (0, "/proc/self/status:0x0\n" * 2, ""))
        self.assertEqual(run("find", "b", "-", "--budget", "4M", data=b"abc"), (0, "standard input:0x1\n", ""))
        reading = self.start("find", "b", fifo, "--budget", "4M", stdout=subprocess.PIPE)
        fifo.write_bytes(b"abc")
        self.assertEqual(reading.communicate(timeout=20), (f"{fifo}:0x1\n".encode(), b""))
        code, _, complaint = run("find", "x", self.folder, self.folder / "none", "--budget", "4M")
        self.assertEqual((code, complaint.count("\n")), (2, 2))

    def test_a_file_cut_short_is_noticed(self):
        path = self.file("a", b"x" * (1 << 24))
        for arguments in (("dump", path, "--no-squeeze"), ("find", "x", path)):
            with self.subTest(arguments=arguments):
                os.truncate(path, 1 << 24)
                reader, writer = os.pipe()
                process = self.start(*arguments, "--budget", "4M", stdout=writer)
                os.close(writer)
                self.cut_while_it_waits(path, reader)
                self.assertEqual(process.wait(60), 2)
                self.assertIn("shrank ", process.stderr.read().decode())
                process.stderr.close()
                path.write_bytes(b"x" * (1 << 24))

    def test_an_interrupt_ends_it(self):
        huge = self.folder / "huge"
        with open(huge, "wb") as file:
            file.truncate(1 << 40)
        for arguments in (("find", "x", huge), ("cmp", huge, huge), ("dump", huge)):
            process = self.start(*arguments, "--budget", "64M", stdout=subprocess.DEVNULL)
            Interruptions.wait_until_signals_are_caught(self, process)
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(20), 130)
            process.stderr.close()

    def test_many_files_keep_few_descriptors(self):
        paths = [self.file(f"{i}", b"x") for i in range(100)]
        limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))}
        code, text, complaint = run("find", "x", *paths, **limit)
        self.assertEqual((code, text.count("\n"), complaint), (0, 100, ""))


class Limits(Folder):
    def test_a_file_that_may_not_grow_leaves_nothing(self):
        path = self.file("a", b"x" * 100000)
        limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50000, 50000))}
        for source, data in ((path, None), ("-", path.read_bytes())):
            with self.subTest(source=source):
                target = self.folder / "b"
                self.assertEqual(run("copy", source, target, data=data, **limit),
                                 (2, "", f"memosaic copy: {target}: would be larger than a file may be: raise the limit "
                                         "with ulimit -f\n"))
                self.assertEqual(os.listdir(self.folder), ["a"])


class Faults(Folder):
    """System calls that fail, by strace where that is allowed."""

    def copy_with(self, call, error, *arguments):
        inject = ["strace", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:error={error}"]
        # A sanitizer looks for leaks by the same means as strace.
        environment = {**KEPT, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
        done = subprocess.run([*inject, PROGRAM, "copy", self.folder / "a", self.folder / "b", *arguments],
                              stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=60)
        return done.returncode, done.stderr.decode()

    def setUp(self):
        super().setUp()
        self.file("a", b"new content")
        try:
            if self.copy_with("fsync", "EIO")[0] != 2:
                self.skipTest("strace may not inject faults here")
        except FileNotFoundError:
            self.skipTest("there is no strace")

    def test_a_new_file_does_not_appear(self):
        for call in ("fsync", "linkat", "copy_file_range", "ftruncate"):
            with self.subTest(call=call):
                code, complaint = self.copy_with(call, "EIO")
                self.assertEqual(code, 2, complaint)
                self.assertEqual(complaint.count("\n"), 1)
                self.assertIn("the device failed to read or write", complaint)
                self.assertEqual(os.listdir(self.folder), ["a"])

    def test_an_old_file_stays(self):
        old = self.file("b", b"old")
        for call in ("fsync", "rename", "copy_file_range", "fchmod"):
            with self.subTest(call=call):
                self.assertEqual(self.copy_with(call, "EIO", "--force")[0], 2)
                self.assertEqual(old.read_bytes(), b"old")
                self.assertEqual(sorted(os.listdir(self.folder)), ["a", "b"])

    def test_an_old_kernel_is_no_fault(self):
        self.assertEqual(self.copy_with("copy_file_range", "ENOSYS"), (0, ""))
        self.assertEqual((self.folder / "b").read_bytes(), b"new content")
        self.assertEqual(sorted(os.listdir(self.folder)), ["a", "b"])
        self.assertEqual(self.copy_with("copy_file_range", "ENOSYS")[0], 4)


class Terminals(Folder):
    def everything(self, main):
        """What a terminal was shown until its other end was closed."""
        shown = b""
        try:
            while piece := os.read(main, 4096):
                shown += piece
        except OSError:
            pass  # EIO: the other end is closed
        os.close(main)
        return shown

    def on_terminal(self, *arguments, env=None):
        """Runs with a terminal as standard output and error; returns what it shows."""
        main, other = pty.openpty()
        process = subprocess.Popen([PROGRAM, *map(os.fspath, arguments)], stdin=subprocess.DEVNULL, stdout=other,
                                   stderr=other, env={**KEPT, "TERM": "xterm", **(env or {})})
        os.close(other)
        shown = self.everything(main)
        process.wait(60)
        return shown.replace(b"\r\n", b"\n").decode()

    def test_colour_is_for_terminals(self):
        path = self.file("a", b"\x00A \x01\x80\xff")
        colored = self.on_terminal("dump", path)
        self.assertIn("\x1b[90m00 \x1b[36m41 \x1b[32m20 \x1b[35m01 \x1b[33m80 \x1b[31mff\x1b[0m", colored)
        self.assertNotIn("\x1b", self.on_terminal("dump", path, env={"NO_COLOR": "1"}))
        self.assertNotIn("\x1b", self.on_terminal("dump", path, env={"TERM": "dumb"}))
        self.assertNotIn("\x1b", self.on_terminal("dump", path, "--color", "never"))
        self.assertNotIn("\x1b", run("dump", path)[1])
        self.assertIn("\x1b", run("dump", path, env={"CLICOLOR_FORCE": "1"})[1])
        self.assertIn("\x1b", run("dump", path, "--color=always", env={"NO_COLOR": "1"})[1])

    def test_progress_comes_after_half_a_second_and_goes(self):
        path = self.file("a", b"x" * 100)
        self.assertEqual(self.on_terminal("find", "y", path), "")
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        main, other = pty.openpty()
        process = subprocess.Popen([PROGRAM, "find", "y", fifo], stdout=subprocess.PIPE, stderr=other, env=KEPT)
        os.close(other)
        with open(fifo, "wb", buffering=0) as slow:
            for _ in range(12):
                slow.write(b"x" * 5000)
                time.sleep(0.1)
        self.assertEqual(process.communicate(timeout=20)[0], b"")
        shown = self.everything(main).decode()
        self.assertRegex(shown, r"^\rfind .*/fifo: [\d.]+ KiB, [\d.]+ KiB/s\x1b\[K")
        self.assertTrue(shown.endswith("\r\x1b[K"))
        self.assertLessEqual(shown.count("KiB/s"), 10)


class Json(Folder):
    def test_every_command_answers_with_its_schema(self):
        a, b = self.file("a", b"abc"), self.file("b", b"abd")
        for arguments in (("find", "b", a), ("diff", a, b), ("cmp", a, b), ("dump", a), ("copy", a, self.folder / "c")):
            with self.subTest(arguments=arguments):
                _, answer, complaint = run(*arguments, "--json")
                self.assertEqual(complaint, "")
                self.assertEqual(json.loads(answer)["schema"], f"memosaic.{arguments[0]}/1")
        for arguments in (("find", "b", a, b), ("diff", a, b), ("dump", a, "-w", "2")):
            lines = run(*arguments, "--jsonl")[1].splitlines()
            self.assertTrue(lines)
            for line in lines:
                self.assertEqual(json.loads(line)["schema"], f"memosaic.{arguments[0]}/1")


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
