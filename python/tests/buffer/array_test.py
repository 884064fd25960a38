# SPDX-License-Identifier: Apache-2.0
"""Items agree with those of the modules struct and array."""

import array
import struct
from typing import Any

import memosaic
import pytest
from hypothesis import given
from hypothesis import strategies as st

SHORT = st.integers(-(2**15), 2**15 - 1)


@pytest.mark.parametrize(
    ("layout", "values"),
    [
        ("<b", [-128, 127]),
        (">H", [0, 65535]),
        ("@l", [-(2**63), 2**63 - 1]),
        ("<Q", [0, 2**64 - 1]),
        (">d", [0.5, float("-inf")]),
        ("<e", [1.5, -2.0]),
        ("?", [True, False]),
        ("c", [b"a", b"\0"]),
        ("3s", [b"ab\0", b"xyz"]),
    ],
)
def test_bytes_are_those_of_struct(layout: str, values: list[Any]) -> None:
    items = memosaic.Array(layout, values)
    assert items.tobytes() == b"".join(struct.pack(layout, value) for value in values)
    assert items.tolist() == values and list(items) == values
    assert (items.format, items.itemsize) == (layout, struct.calcsize(layout))


@given(st.lists(SHORT, max_size=12), st.lists(SHORT, max_size=4), st.integers(-15, 15), st.integers(-15, 15))
def test_changes_are_those_of_a_list(values: list[int], added: list[int], start: int, stop: int) -> None:
    items, model = memosaic.Array("<h", values), list(values)
    items[start:stop] = added
    model[start:stop] = added
    assert items.tolist() == model
    items.insert(start, 7)
    model.insert(start, 7)
    items += added
    model += added
    items *= 2
    model *= 2
    assert items.pop() == model.pop() if model else True
    items.reverse()
    model.reverse()
    assert items.tolist() == model and items == memosaic.Array(">h", model)
    assert [items.count(v) for v in (7, 0)] == [model.count(v) for v in (7, 0)]
    if 7 in model:
        assert 7 in items and items.index(7) == model.index(7)
        items.remove(7)
        model.remove(7)
    del items[start:stop]
    del model[start:stop]
    assert items.tolist() == model


def test_over_the_bytes_of_an_object() -> None:
    data = bytearray(6)
    items = memosaic.Array("<H", buffer=data)
    items[1] = 0x1234
    assert data == b"\0\0\x34\x12\0\0"
    items.append(0xFFFF)
    assert data[6:] == b"\xff\xff"
    del data[3:]
    assert len(items) == 1
    part = memosaic.Array("<H", buffer=memosaic.Buffer(b"\1\0\2\0\3\0"))[1:]
    part[0] = 9
    assert part.tolist() == [9, 3]
    fixed = memosaic.Array("<H", buffer=b"\1\0")
    with pytest.raises(TypeError, match="read-only"):
        fixed[0] = 2
    with pytest.raises(ValueError, match="resize"):
        memosaic.Array("B", buffer=array.array("B", [1])).append(2)


def test_what_does_not_fit() -> None:
    items = memosaic.Array("<h", [1])
    for wrong in (2**15, 2**80):
        with pytest.raises(OverflowError):
            items.append(wrong)
    for mistaken in (1.5, "a", b"a"):
        with pytest.raises((TypeError, ValueError)):
            items.append(mistaken)
    with pytest.raises(memosaic.FormatError):
        memosaic.Array("<y")
    with pytest.raises(IndexError):
        items[1]
    assert items.tolist() == [1]


def test_memoryview_takes_native_items() -> None:
    with memoryview(memosaic.Array("=i", [1, -1])) as shown:
        assert (shown.format, shown.shape, shown.strides, shown.tolist()) == ("i", (2,), (4,), [1, -1])
