# SPDX-License-Identifier: Apache-2.0
"""Pickle, copy, deepcopy and subclasses."""

import copy
import multiprocessing
import pickle
from typing import Any

import memosaic
import pytest


class Named(memosaic.Buffer):
    name = ""

    def shout(self) -> str:
        return self.tobytes().decode().upper()


def things() -> list[Any]:
    return [
        memosaic.View(b"abc"),
        memosaic.View(bytearray(b"abc"))[1:],
        memosaic.Buffer(b"xyz"),
        memosaic.Buffer(),
        memosaic.Slice(bytearray(b"0123456789"), 2, 5),
        memosaic.Slice(memosaic.Buffer(b"0123456789")[2:], 1),
        memosaic.Chain([b"a", b"bc"]),
        memosaic.Array("<h", [1, 2]),
        memosaic.Array("<h", buffer=bytearray(4))[1:],
    ]


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickles(protocol: int) -> None:
    for thing in things():
        again = pickle.loads(pickle.dumps(thing, protocol))
        assert again == thing and type(again) is type(thing)
        assert getattr(again, "readonly", None) == getattr(thing, "readonly", None)


def test_copies() -> None:
    for thing in things():
        assert copy.copy(thing) == thing and copy.deepcopy(thing) == thing
    data = bytearray(b"abc")
    shared, own = copy.copy(memosaic.View(data)), copy.deepcopy(memosaic.View(data))
    data[0] = 0
    assert shared == data and own == b"abc"
    buffer = memosaic.Buffer(b"abc")
    other = copy.copy(buffer)
    buffer[0] = 0
    assert other == b"abc" == copy.copy(other)


def test_subclasses_keep_what_they_are() -> None:
    named = Named(b"abc")
    named.name = "n"
    again = pickle.loads(pickle.dumps(named))
    assert (type(again), again.name, again.shout()) == (Named, "n", "ABC")
    again.append(b"d")
    assert again == b"abcd"


def test_a_subclass_that_forgets_the_base_is_told() -> None:
    class Forgetful(memosaic.Buffer):
        def __init__(self) -> None:
            pass

    for use in (len, bytes, repr, memoryview, lambda each: each[0]):
        with pytest.raises(TypeError, match="__init__"):
            use(Forgetful())


def double(buffer: memosaic.Buffer) -> memosaic.Buffer:
    buffer *= 2
    return buffer


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_they_travel_between_processes(method: str) -> None:
    with multiprocessing.get_context(method).Pool(1) as pool:
        assert pool.apply(double, (memosaic.Buffer(b"ab"),)) == b"abab"


def test_representations() -> None:
    assert repr(memosaic.View(b"abc")) == "View(b'abc', readonly)"
    assert repr(memosaic.Buffer(100)).endswith("..., 100 bytes)")
    assert repr(memosaic.Slice(b"abcdef", 2, 4)) == "Slice(b'cd', start=2, stop=4)"
    assert repr(memosaic.Array("<h", [1])) == "Array('<h', [1])"
    html = memosaic.View(b"<a>" * 200)._repr_html_()
    assert html.startswith("<pre>") and "&lt;a>" in html and "... of 600 bytes" in html
