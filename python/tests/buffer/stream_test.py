# SPDX-License-Identifier: Apache-2.0
"""MemoryIO behaves as io.BytesIO, over the bytes of any object."""

import csv
import io
import pickle

import memosaic
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

TEXT = st.lists(st.sampled_from([10, 65, 0]), max_size=12).map(bytes)
COUNT = st.integers(-1, 12)


class Files(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.base = bytearray(b"first\nsecond")
        self.ours = memosaic.MemoryIO(self.base)
        self.theirs = io.BytesIO(bytes(self.base))

    @rule(data=TEXT)
    def write(self, data: bytes) -> None:
        assert self.ours.write(data) == self.theirs.write(data)

    @rule(count=COUNT)
    def read(self, count: int) -> None:
        assert self.ours.read(count) == self.theirs.read(count)

    @rule(count=COUNT)
    def look(self, count: int) -> None:
        with self.ours.view(count) as view:
            assert view == self.theirs.read(count)

    @rule(count=COUNT)
    def readline(self, count: int) -> None:
        assert self.ours.readline(count) == self.theirs.readline(count)

    @rule(size=st.integers(0, 6))
    def readinto(self, size: int) -> None:
        mine, other = bytearray(size), bytearray(size)
        assert self.ours.readinto(mine) == self.theirs.readinto(other)
        assert mine == other

    @rule()
    def readlines(self) -> None:
        assert self.ours.readlines() == self.theirs.readlines()

    @rule(offset=st.integers(0, 30))
    def seek(self, offset: int) -> None:
        assert self.ours.seek(offset) == self.theirs.seek(offset)

    @rule(offset=st.integers(0, 10), whence=st.sampled_from([1, 2]))
    def seek_from(self, offset: int, whence: int) -> None:
        assert self.ours.seek(offset, whence) == self.theirs.seek(offset, whence)

    @rule(size=st.integers(0, 10))
    def shrink(self, size: int) -> None:
        if size <= len(self.ours):  # growing is where BytesIO does nothing, and files add zeros
            assert self.ours.truncate(size) == self.theirs.truncate(size)

    @invariant()
    def same(self) -> None:
        assert self.ours.getvalue() == self.theirs.getvalue() == self.base
        assert self.ours.tell() == self.theirs.tell()


TestFiles = Files.TestCase


def test_it_is_a_file() -> None:
    file = memosaic.MemoryIO(b"a,b\n1,2\n")
    assert isinstance(file, io.BufferedIOBase) and file.readable() and file.seekable() and not file.writable()
    lines = io.TextIOWrapper(file)  # type: ignore[type-var]
    assert list(csv.reader(lines)) == [["a", "b"], ["1", "2"]]
    with pytest.raises(io.UnsupportedOperation):
        memosaic.MemoryIO(b"abc").write(b"x")
    with memosaic.MemoryIO() as own:
        own.write(b"abc")
        assert own.getbuffer() == b"abc" and bool(memosaic.MemoryIO())
    with pytest.raises(ValueError, match="closed"):
        own.read()
    with pytest.raises(ValueError, match="position"):
        memosaic.MemoryIO().seek(-1)


def test_it_travels_with_its_position() -> None:
    file = memosaic.MemoryIO()
    file.write(b"abcdef")
    file.seek(2)
    again = pickle.loads(pickle.dumps(file))
    assert again.read() == b"cdef"
    again.write(b"gh")
    assert again.getvalue() == b"abcdefgh" and file.getvalue() == b"abcdef"
