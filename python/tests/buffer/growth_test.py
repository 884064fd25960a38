# SPDX-License-Identifier: Apache-2.0
"""A Buffer changes as a bytearray does, whatever is done to it, and holds still while views are out."""

import memosaic
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

DATA = st.binary(max_size=80)
INDEX = st.integers(-100, 100)


class Growth(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.ours = memosaic.Buffer()
        self.theirs = bytearray()
        self.view: memosaic.View | None = None

    def change(self, ours: object, theirs: object, keeps_size: bool = False) -> None:
        """Runs both; while a view is out, ours must refuse what changes the size."""
        before = bytes(self.theirs)
        theirs()  # type: ignore[operator]
        if self.view is not None and len(self.theirs) != len(before):
            with pytest.raises(BufferError, match="1 view holds"):
                ours()  # type: ignore[operator]
            self.theirs[:] = before
        else:
            ours()  # type: ignore[operator]

    @rule(data=DATA)
    def extend(self, data: bytes) -> None:
        self.change(lambda: self.ours.extend(data), lambda: self.theirs.extend(data))

    @rule(data=DATA)
    def prepend(self, data: bytes) -> None:
        self.change(lambda: self.ours.prepend(data), lambda: self.theirs.__setitem__(slice(0, 0), data))

    @rule(start=INDEX, stop=INDEX, data=DATA)
    def replace(self, start: int, stop: int, data: bytes) -> None:
        place = slice(start, stop)
        self.change(lambda: self.ours.__setitem__(place, data), lambda: self.theirs.__setitem__(place, data))

    @rule(start=INDEX, stop=INDEX)
    def delete(self, start: int, stop: int) -> None:
        place = slice(start, stop)
        self.change(lambda: self.ours.__delitem__(place), lambda: self.theirs.__delitem__(place))

    @rule(index=INDEX, value=st.integers(0, 255))
    def insert(self, index: int, value: int) -> None:
        self.change(lambda: self.ours.insert(index, value), lambda: self.theirs.insert(index, value))

    @precondition(lambda self: self.theirs)
    @rule(index=INDEX, value=st.integers(0, 255))
    def write(self, index: int, value: int) -> None:
        index %= len(self.theirs)
        self.ours[index] = self.theirs[index] = value

    @precondition(lambda self: len(self.theirs) < 2000)
    @rule(times=st.integers(-1, 3))
    def repeat(self, times: int) -> None:
        self.change(lambda: self.ours.__imul__(times), lambda: self.theirs.__imul__(times))

    @rule(size=st.integers(0, 300), pattern=st.binary(min_size=1, max_size=3))
    def resize(self, size: int, pattern: bytes) -> None:
        old = len(self.theirs)
        added = (pattern * size)[: max(0, size - old)]
        self.change(
            lambda: self.ours.resize(size, pattern),
            lambda: self.theirs.__setitem__(slice(None), bytes(self.theirs[:size]) + added),
        )

    @rule()
    def turn(self) -> None:
        self.ours.reverse()
        self.theirs.reverse()

    @precondition(lambda self: self.theirs)
    @rule(start=INDEX, stop=INDEX)
    def look(self, start: int, stop: int) -> None:
        self.view = self.ours[start:stop]
        assert self.view == self.theirs[start:stop]

    @rule()
    def look_away(self) -> None:
        if self.view is not None:
            self.view.release()
            self.view = None

    @invariant()
    def same(self) -> None:
        assert self.ours == self.theirs
        assert self.ours.tobytes() == self.theirs
        assert self.ours.pins == (self.view is not None)


TestGrowth = Growth.TestCase


def test_its_own_bytes_may_be_written_into_it() -> None:
    buffer = memosaic.Buffer(b"abc")
    buffer += buffer
    buffer[1:1] = buffer
    assert buffer == b"aabcabcbcabc"


def test_construction() -> None:
    assert memosaic.Buffer(3) == b"\0\0\0"
    assert memosaic.Buffer(5, fill=b"ab") == b"ababa"
    assert memosaic.Buffer(range(3)) == b"\0\1\2"
    assert memosaic.Buffer.join([b"a", bytearray(b"b"), b""], b"-") == b"a-b-"
    for wrong in ("abc", -1, [256]):
        with pytest.raises((TypeError, ValueError)):
            memosaic.Buffer(wrong)  # type: ignore[arg-type]
