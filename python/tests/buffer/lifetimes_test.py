# SPDX-License-Identifier: Apache-2.0
"""Who holds bytes in place, who follows them, and what is refused meanwhile."""

import gc
import threading
import time
import weakref

import memosaic
import numpy
import pytest


def test_a_view_pins_and_a_slice_follows() -> None:
    buffer = memosaic.Buffer(b"abc")
    view = buffer[1:]
    child = view[:1]
    with pytest.raises(BufferError, match="resize refused: 2 views hold"):
        buffer.resize(8)
    buffer.resize(3)
    buffer[0:2] = b"zz"
    assert view == b"zc"
    view.release()
    with pytest.raises(BufferError, match="resize refused: 1 view holds"):
        buffer.resize(8)
    child.release()
    buffer.resize(8, fill=b"XY")
    assert buffer == b"zzcXYXYX"


def test_a_slice_shows_what_is_there() -> None:
    base = memosaic.Buffer(10)
    window = memosaic.Slice(base, 4, 8)
    part = window[1:100]
    assert (part.start, part.stop, part.base is base) == (5, 8, True)
    for size, lengths in ((6, (2, 1)), (3, (0, 0)), (20, (4, 3))):
        base.resize(size)
        assert (len(window), len(part)) == lengths


@pytest.mark.parametrize("make", [memosaic.Buffer, bytearray])
def test_a_slice_without_a_stop_follows_the_end_of_any_object(make: type[bytearray]) -> None:
    base = make(b"abcdef")
    rest = memosaic.Slice(base, 4)
    base.extend(b"gh")
    assert rest == b"efgh" and rest.stop is None
    rest.resize(6, b"xy")
    assert base == b"abcdefghxy"
    rest.resize(1)
    assert base == b"abcde"
    held = memoryview(rest)
    with pytest.raises(BufferError):
        base.extend(b"f")
    with pytest.raises(BufferError):
        rest.resize(3)
    held.release()
    base.extend(b"f")
    with pytest.raises(ValueError, match="stop"):
        memosaic.Slice(base, 0, 2).resize(3)


def test_users_of_the_buffer_protocol_count() -> None:
    buffer = memosaic.Buffer(8)
    array = numpy.asarray(memoryview(buffer))
    assert buffer.pins == 1
    for refused in (lambda: buffer.append(1), buffer.close, buffer.clear, buffer.freeze):
        with pytest.raises(BufferError, match="1 view holds"):
            refused()
    array[0] = 7
    assert buffer[0] == 7
    del array
    buffer.close()
    with pytest.raises(ValueError, match="closed"):
        buffer.append(1)
    assert buffer.closed and repr(buffer) == "<closed Buffer>"


def test_an_empty_buffer_is_held_too() -> None:
    buffer = memosaic.Buffer()
    with memoryview(buffer), pytest.raises(BufferError):
        buffer.append(1)
    buffer.append(1)


def test_release_is_refused_while_something_holds_the_view() -> None:
    view = memosaic.View(bytearray(b"abc"))
    with memoryview(view), pytest.raises(BufferError, match="1 object holds this View"):
        view.release()
    with view:
        pass
    for refused in (lambda: view[0], lambda: len(view), lambda: memoryview(view), view.tobytes):
        with pytest.raises(ValueError, match="released"):
            refused()


def test_a_view_keeps_its_owner() -> None:
    class Owner(bytearray):
        pass

    owner = Owner(b"abc")
    gone = weakref.ref(owner)
    view = memosaic.View(owner)[1:]
    assert view.obj is owner
    del owner
    gc.collect()
    assert gone() is not None and view == b"bc"
    view.release()
    gc.collect()
    assert gone() is None
    buffer = memosaic.Buffer(b"abc")
    rest = buffer[1:]
    del buffer
    assert rest == b"bc"


def test_freezing_gives_up_the_right_to_write() -> None:
    buffer = memosaic.Buffer(b"abc")
    frozen = buffer.freeze()
    assert len(buffer) == 0 and frozen.readonly and hash(frozen) == hash(b"abc") and {frozen: 1}[b"abc"] == 1  # type: ignore[index]
    again = frozen[:]
    with pytest.raises(BufferError, match="only holder"):
        memosaic.Buffer.thaw(frozen)
    again.release()
    thawed = memosaic.Buffer.thaw(frozen)
    assert frozen.released and thawed == b"abc"
    thawed.append(1)


def test_hash_needs_bytes_that_never_change() -> None:
    assert hash(memosaic.View(b"abc")) == hash(b"abc")
    data = bytearray(1)
    changing: list[object] = [memosaic.Buffer(1), memosaic.View(data), memosaic.View(data, readonly=True)]
    changing += [memosaic.View(memosaic.Buffer(1)).toreadonly(), memosaic.View(memoryview(data).toreadonly())]
    for each in changing:
        with pytest.raises(TypeError, match="unhashable"):
            hash(each)


def test_read_only_is_honoured() -> None:
    for readonly in (memosaic.View(b"abc"), memosaic.View(bytearray(b"abc")).toreadonly(), memosaic.Slice(b"abc")):
        assert readonly.readonly and memoryview(readonly).readonly
        with pytest.raises(TypeError, match="read-only"):
            readonly[0] = 1
    target = bytearray(b"abc")
    memosaic.View(target)[1:] = b"yz"
    assert target == b"ayz"
    with pytest.raises(ValueError, match="cannot change its size"):
        memosaic.View(target)[1:] = b"x"


def test_a_cycle_through_a_slice_is_collected() -> None:
    class Owner(memosaic.Buffer):
        part: memosaic.Slice

    owner = Owner(b"abc")
    owner.part = memosaic.Slice(owner)
    gone = weakref.ref(owner)
    del owner
    gc.collect()
    assert gone() is None


def test_a_search_holds_what_it_searches() -> None:
    buffer = memosaic.Buffer(256 << 20)
    refused = threading.Event()
    done = threading.Event()

    def resize() -> None:
        while not done.is_set():
            try:
                buffer.append(1)
                buffer.pop()
            except BufferError:
                refused.set()
            time.sleep(0)

    thread = threading.Thread(target=resize)
    thread.start()
    try:
        for _ in range(200):
            assert memosaic.find(buffer, b"absent") == -1
            if refused.is_set():
                break
    finally:
        done.set()
        thread.join()
    assert refused.is_set()
