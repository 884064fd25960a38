# SPDX-License-Identifier: Apache-2.0
"""Searches agree with those of `bytes`, and have what those lack."""

import array
import mmap
from typing import Any

import memosaic
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

SMALL = st.lists(st.sampled_from([0, 1, 255]), max_size=40).map(bytes)
NEEDLE = st.lists(st.sampled_from([0, 1, 255]), max_size=4).map(bytes)
PLACE = st.none() | st.integers(-50, 50)


@given(SMALL, NEEDLE, PLACE, PLACE)
def test_as_bytes_do(haystack: bytes, needle: bytes, start: int | None, stop: int | None) -> None:
    assert memosaic.find(haystack, needle, start, stop) == haystack.find(needle, start, stop)
    assert memosaic.rfind(haystack, needle, start, stop) == haystack.rfind(needle, start, stop)
    assert memosaic.count(haystack, needle, start, stop) == haystack.count(needle, start, stop)


@given(SMALL, NEEDLE, st.integers(0, 45), st.integers(1, 5), st.booleans(), st.booleans())
def test_all_matches(haystack: bytes, needle: bytes, start: int, step: int, overlapping: bool, reverse: bool) -> None:
    places = [p for p in range(start, len(haystack) + 1, step) if haystack[p : p + len(needle)] == needle]
    if reverse:
        places.reverse()
    kept: list[int] = []
    for place in places:
        if overlapping or not kept or abs(place - kept[-1]) >= len(needle):
            kept.append(place)
    found = memosaic.find_all(haystack, needle, start, step=step, overlapping=overlapping, reverse=reverse)
    assert list(found) == kept


@pytest.mark.parametrize(
    ("place", "first", "last"),
    [({"step": 4}, 4, 8), ({"start": 1, "step": 4}, 1, 1), ({"start": 2, "step": 4}, -1, -1), ({"origin": 1, "step": 3}, 1, 4)],
)
def test_steps_are_counted_from_start_or_origin(place: dict[str, int], first: int, last: int) -> None:
    haystack = b"xABxABxxAB"
    assert memosaic.find(haystack, b"AB", **place) == first
    assert memosaic.rfind(haystack, b"AB", **place) == last


@pytest.mark.parametrize(("size", "edge"), [(30 << 20, 16 << 20), (9 << 20, 8 << 20)])
def test_matches_across_the_pieces_of_long_searches(size: int, edge: int) -> None:
    haystack = bytearray(size)
    for at in range(edge - 3, edge + 1):
        haystack[at : at + 3] = b"abc"
        assert memosaic.find(haystack, b"abc") == at == memosaic.rfind(haystack, b"abc")
        assert list(memosaic.find_all(haystack, b"abc")) == [at] == list(memosaic.find_all(haystack, b"abc", reverse=True))
        assert memosaic.count(haystack, b"abc") == 1 == memosaic.count(haystack, b"abc", overlapping=True)
        haystack[at : at + 3] = b"\0\0\0"
    whole = memosaic.count(haystack, b"\0\0\0")
    assert whole == size // 3
    assert memosaic.count(haystack, b"\0\0\0", overlapping=True) == size - 2


def test_any_object_with_the_buffer_protocol() -> None:
    area = mmap.mmap(-1, 16)
    area[3:6] = b"abc"
    objects: list[Any] = [bytes(area), bytearray(area), memoryview(area), area, array.array("B", area[:]), numpy.frombuffer(area, "u1")]
    assert [memosaic.find(each, memoryview(b"abc")) for each in objects] == [3] * len(objects)
    del objects


def test_what_is_no_bytes_says_so_in_the_words_of_python() -> None:
    with pytest.raises(TypeError, match="^a bytes-like object is required, not 'str'$"):
        memosaic.find("abc", b"a")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="^a bytes-like object is required, not 'str'$"):
        memosaic.View(b"abc").find("a")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="step must be positive"):
        memosaic.find(b"abc", b"a", step=0)
    with pytest.raises(ValueError, match="range"):
        memosaic.find(b"abc", 256)
    with pytest.raises(BufferError):
        memosaic.find(memoryview(b"abcd")[::2], b"a")
