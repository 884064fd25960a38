# SPDX-License-Identifier: Apache-2.0
"""Several runs read as one."""

import memosaic
import pytest
from hypothesis import given
from hypothesis import strategies as st

PARTS = st.lists(st.lists(st.sampled_from([0, 1]), max_size=5).map(bytes), max_size=6)


@given(PARTS, st.lists(st.sampled_from([0, 1]), max_size=4).map(bytes), st.integers(-20, 20), st.integers(-20, 20))
def test_as_their_bytes(parts: list[bytes], needle: bytes, start: int, stop: int) -> None:
    whole = b"".join(parts)
    chain = memosaic.Chain(parts)
    assert bytes(chain) == whole == chain.tobytes() and chain == whole and len(chain) == len(whole)
    assert list(chain) == list(whole)
    assert bytes(chain[start:stop]) == whole[start:stop]
    assert chain.find(needle, start, stop) == whole.find(needle, start, stop)
    assert chain.rfind(needle, start, stop) == whole.rfind(needle, start, stop)
    assert chain.count(needle) == whole.count(needle)
    assert chain.find_all(needle) == list(memosaic.find_all(whole, needle))
    assert (needle in chain) == (needle in whole)
    assert chain.coalesce() == whole and chain.compact() == whole
    assert all(chain.segments)


def test_across_borders() -> None:
    chain = memosaic.Chain([b"ab", b"", b"c", b"dab"])
    assert (chain.find(b"cda"), chain.find(b"ab"), chain.rfind(b"ab")) == (2, 0, 4)
    runs = memosaic.Chain([b"a", b"aa", b"a"])
    assert runs.find_all(b"aa", overlapping=True) == [0, 1, 2]
    assert runs.find_all(b"aa") == [0, 2] and runs.find_all(b"aa", reverse=True) == [2, 0]


def test_it_holds_its_parts() -> None:
    buffer = memosaic.Buffer(b"abc")
    chain = memosaic.Chain([buffer])
    chain.append(memosaic.Chain([b"d", b"e"]))
    assert repr(chain) == "<Chain of 3 segments, 5 bytes>"
    with pytest.raises(BufferError):
        buffer.append(1)
    del chain
    buffer.append(1)
