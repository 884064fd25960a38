# SPDX-License-Identifier: Apache-2.0
"""Copies, fills and turns in place."""

import memosaic
import pytest
from hypothesis import given
from hypothesis import strategies as st


def test_copies_may_overlap() -> None:
    data = bytearray(b"abcdef")
    memosaic.copy(data, memoryview(data)[0:4], 2)
    assert data == b"ababcd"
    data[:] = b"abcdef"
    memosaic.copy(data, memoryview(data)[2:6])
    assert data == b"cdefef"
    memosaic.move_within(data, 0, 2, 4)
    assert data == b"cdefcd"


def test_a_copy_that_does_not_fit_changes_nothing() -> None:
    data = bytearray(b"abc")
    for at in (1, 4, -4):
        with pytest.raises(IndexError):
            memosaic.copy(data, b"xyz", at)
    assert data == b"abc"


@given(st.integers(0, 60), st.binary(min_size=1, max_size=7), st.integers(0, 20))
def test_fills_repeat_a_pattern(size: int, pattern: bytes, phase: int) -> None:
    data = bytearray(size)
    memosaic.fill(data, pattern, phase)
    assert data == bytes(pattern[(phase + i) % len(pattern)] for i in range(size))


def test_long_fills_keep_their_phase() -> None:
    data = bytearray((8 << 20) + 100)
    memosaic.fill(data, b"abc", 1)
    assert data == (b"bca" * (len(data) // 3 + 1))[: len(data)]


def test_fills_take_their_pattern_first() -> None:
    data = bytearray(b"abcdef")
    memosaic.fill(data, memoryview(data)[1:3])
    assert data == b"bcbcbc"


def test_turns() -> None:
    data = bytearray(range(8))
    memosaic.reverse(data)
    assert data == bytes(range(7, -1, -1))
    memosaic.swap_bytes(data, 4)
    assert data == bytes([4, 5, 6, 7, 0, 1, 2, 3])
    with pytest.raises(ValueError, match="."):
        memosaic.swap_bytes(data, 3)


@pytest.mark.parametrize("change", [memosaic.reverse, memosaic.fill, lambda target: memosaic.copy(target, b"a")])
def test_what_is_read_only_is_refused(change) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TypeError, match="^a writable bytes-like object is required, not 'bytes'$"):
        change(b"abc")
    with pytest.raises(TypeError, match="^a writable bytes-like object is required, not 'View'$"):
        change(memosaic.View(b"abc"))
