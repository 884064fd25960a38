# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C, threads, leaks and the end of the interpreter."""

import gc
import os
import pathlib
import resource
import subprocess
import sys
import sysconfig
import threading

import memosaic
import pytest

INTERRUPTED = """
import memosaic, mmap, os, signal, threading, time
area = mmap.mmap(-1, {size})
started = 0.0
def interrupt():
    global started
    time.sleep(0.1)
    started = time.monotonic()
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt).start()
try:
    while True:
        {work}
except KeyboardInterrupt:
    print("interrupted", area[0])
"""


@pytest.mark.parametrize(
    "work",
    [
        "memosaic.find(area, b'absent')",
        "memosaic.count(area, b'ab')",
        "list(memosaic.find_all(area, b'ab', reverse=True))",
        "memosaic.crc32(area)",
        "memosaic.mismatch(area, memoryview(area))",
    ],
)
def test_interrupts_leave_nothing_behind(work: str) -> None:
    program = INTERRUPTED.format(size=1 << 30, work=work)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert (run.stdout, run.stderr, run.returncode) == ("interrupted 0\n", "", 0)


def test_eight_threads() -> None:
    data = memosaic.Buffer(b"x" * (1 << 20) + b"needle")
    view = data[:]
    wrong: list[object] = []

    def work() -> None:
        for _ in range(50):
            part = view[10:]
            if memosaic.find(part, b"needle") != (1 << 20) - 10 or part != view[10:]:
                wrong.append(part)
            memosaic.View(bytearray(10))[3:].release()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong and data.pins == 1


def exercise() -> None:
    base = bytearray(b"0123456789" * 10)
    buffer = memosaic.Buffer(base)
    view = memosaic.View(base)
    for thing in (buffer, view, memosaic.Slice(base, 3), buffer[2:9], view[3:], memosaic.Array("<h", buffer=base)):
        memoryview(thing).release()
        hasattr(thing, "find") and thing.find(b"5")
    list(view.find_all(b"1"))
    chain = memosaic.Chain([buffer, view, b"end"])
    chain.find(b"9e")
    file = memosaic.MemoryIO(base)
    file.view(3).release()
    array = memosaic.Array("<h", [1, 2, 3])
    array.__arrow_c_array__()
    array[1:].append(4) if False else array.append(4)
    for mistake in (lambda: buffer.append("x"), lambda: view[1000], lambda: memosaic.from_hex("x")):  # type: ignore[arg-type]
        with pytest.raises((TypeError, BufferError, IndexError, ValueError)):
            mistake()


def test_nothing_leaks() -> None:
    exercise()
    gc.collect()
    probe = bytearray(1)
    references = sys.getrefcount(probe)
    for _ in range(100):
        memosaic.find(probe, probe)
        memosaic.Slice(probe)[0]
        memosaic.View(probe)[0:1].tobytes()
    assert sys.getrefcount(probe) == references
    for _ in range(200):
        exercise()
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(10_000 if os.environ.get("MEMOSAIC_LONG") else 1500):
        exercise()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 4096  # KiB


@pytest.mark.parametrize("order", ["a, b, c", "c, b, a", "b, a, c"])
def test_the_end_of_the_interpreter(order: str) -> None:
    program = f"""
import atexit, sys, threading, memosaic
buffer = memosaic.Buffer(b"abc")
a, b, c = buffer[1:], memosaic.View(bytearray(9)), memosaic.Slice(bytearray(9))
array = memosaic.Array("<h", [1]); shown = memoryview(array); iterator = memosaic.find_all(buffer, b"b")
arrow = array.__arrow_c_array__()
sys.modules["memosaic"].kept = [{order}]
class Late:
    def __del__(self, find=memosaic.find, view=b): find(view, b"x")
late = Late(); late.itself = late
atexit.register(lambda: memosaic.find(buffer, b"c"))
threading.Thread(target=lambda: memosaic.find(bytes(1 << 28), b"x"), daemon=True).start()
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert (run.stderr, run.returncode) == ("", 0)


def test_the_command_is_in_the_wheel() -> None:
    command = pathlib.Path(sysconfig.get_path("scripts"), "memosaic")
    if not command.exists():
        pytest.skip("the package is not installed from its wheel")
    direct = subprocess.run([command, "--version"], check=True, capture_output=True, text=True).stdout
    module = subprocess.run([sys.executable, "-m", "memosaic", "--version"], check=True, capture_output=True, text=True)
    assert direct == module.stdout and memosaic.__version__ in direct
