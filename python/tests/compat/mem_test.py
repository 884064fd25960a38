# SPDX-License-Identifier: Apache-2.0
"""Every function and class of mem's document."""

import mmap
import pickle

import pytest
from memosaic.compat.mem import StrIO, array, chunk, memslice, tools


def test_index() -> None:
    dest = b"xABxABxxAB"
    assert tools.index(dest, b"AB") == 1 and tools.rindex(dest, b"AB") == 8
    assert tools.index(dest, b"AB", 0, 10, 4) == 4 and tools.rindex(dest, b"AB", 1, 10, 4) == 1
    assert tools.index(dest, b"AB", -6) == 4 and tools.rindex(dest, b"AB", 0, -1) == 4
    with pytest.raises(ValueError, match="."):
        tools.index(dest, b"AB", 2, 10, 4)
    with pytest.raises(ValueError, match="."):
        tools.rindex(dest, b"C")


def test_comparisons() -> None:
    assert (tools.cmp(b"\x80", b"\x7f"), tools.cmp(b"ab", b"abc"), tools.cmp(b"", b"")) == (1, -1, 0)
    assert (tools.diff(b"abc", b"abcd"), tools.diff(b"abc", b"aXc")) == (-1, 1)
    assert (tools.rdiff(b"bc", b"abc"), tools.rdiff(b"xxabc", b"aXc"), tools.rdiff(b"aXc", b"xxabc")) == (-1, 3, 1)
    assert (tools.match(b"abcd", b"xbyd"), tools.rmatch(b"abcd", b"xbyd")) == (1, 3)
    assert (tools.match(b"abcd", b"cx"), tools.rmatch(b"abcd", b"cd"), tools.match(b"", b"a")) == (-1, 3, -1)
    assert tools.len(memoryview(bytearray(8)).cast("I")) == 8


def test_copy() -> None:
    dest = bytearray(b"abcdef")
    tools.copy(dest, b"XY", 4)
    tools.copy(dest, b"Z")
    assert dest == b"ZbcdXY"
    with pytest.raises(IndexError):
        tools.copy(dest, b"123", 4)
    assert dest == b"ZbcdXY"


def test_chunk() -> None:
    made = chunk.join([b"ab", bytearray(b"c")])
    assert made == b"abc" == chunk.chunk(b"a", b"bc") and len(made) == 3
    assert made[0] == b"a" and made[1:] == b"bc" and list(made) == [b"a", b"b", b"c"]
    assert made + b"d" == b"abcd" and b"z" + made == b"zabc" and made * 2 == 2 * made == b"abcabc"
    made.resize(7, b"xy")
    assert made == b"abcxyxy"
    made[0] = b"A"
    made[1:3] = b""
    made.append(b"!")
    assert made == b"Axyxy!" and made.pop() == b"!"
    again = pickle.loads(pickle.dumps(made))
    assert type(again) is chunk.chunk and again == made
    part = made[0:2]
    made.resize(100)
    assert type(part) is chunk.chunk and part == b"Ax"


@pytest.mark.parametrize("make", [chunk.chunk, bytearray])
def test_memslice(make: type[bytearray]) -> None:
    base = make(b"0123456789")
    part = memslice.memslice(base, 4, 8)
    inner = part[1:100]
    assert (part.base is base, inner.base is base, inner.start, inner.stop) == (True, True, 5, 8)
    assert part[0] == b"4" and bytes(inner) == b"567"
    del base[6:]
    assert (len(part), part.start, part.stop) == (2, 4, 8)
    base += b"abc"
    assert part == b"45ab"
    part[0] = b"!"
    assert base[4:5] == b"!" and tools.index(part, b"ab") == 2
    again = pickle.loads(pickle.dumps(part))
    assert type(again) is memslice.memslice and again == part and again.base == base
    with mmap.mmap(-1, 16) as area:
        assert len(memslice.memslice(area, 4)) == 12
    assert memslice.memslice(b"abc", -2) == b"bc"


def test_arrays() -> None:
    base = chunk.chunk(b"\1\0\2\0")
    over = array.StrArray("<h", base)
    over.append(3)
    assert base == b"\1\0\2\0\3\0" and over.tolist() == [1, 2, 3]
    over += [4]
    over *= 2
    assert len(over) == 8
    with pytest.raises(TypeError):
        over + over  # type: ignore[operator]
    with pytest.raises(TypeError):
        over * 2  # type: ignore[operator]
    own = array.Array("h", (1, 2))
    assert (own + [3]).tolist() == [1, 2, 3] and (own * 2).tolist() == [1, 2, 1, 2] == (2 * own).tolist()
    assert own.tolist() == [1, 2]
    again = pickle.loads(pickle.dumps(own))
    assert type(again) is array.Array and again == own
    with pytest.raises(TypeError):
        array.StrArray("B", b"abc")[0] = 1


def test_files() -> None:
    base = chunk.chunk(b"ab\ncd")
    over = StrIO.StrIO(base)
    assert over.readline() == b"ab\n"
    over.seek(0, 2)
    over.write(b"ef")
    assert base == b"ab\ncdef"
    own = StrIO.StrIO(value=base)
    own.write(b"XY")
    assert own.getvalue() == b"XY\ncdef" and base == b"ab\ncdef"
    assert pickle.loads(pickle.dumps(own)).getvalue() == own.getvalue()
    empty = StrIO.StrIO()
    empty.writelines([b"a\n", b"b"])
    empty.seek(0)
    assert empty.readlines() == [b"a\n", b"b"]
