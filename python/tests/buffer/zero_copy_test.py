# SPDX-License-Identifier: Apache-2.0
"""Nothing copies but what says so: the counter stands still, and addresses are the same."""

import io
import os
import pathlib
import pickle
import socket
import struct
import threading
import tracemalloc

import memosaic
import numpy
import pyarrow
import pytest


def address_of(thing: object) -> int:
    return int(numpy.frombuffer(thing, "u1").__array_interface__["data"][0])  # type: ignore[call-overload]


def test_views_slices_and_chains_share() -> None:
    data = bytearray(1 << 16)
    start = address_of(data)
    before = memosaic.copied_bytes()
    view = memosaic.View(data)
    assert address_of(view[100:]) == start + 100
    assert address_of(memosaic.Slice(data, 7)) == start + 7
    assert address_of(memosaic.Chain([data, b"x"]).segments[0]) == start
    assert address_of(memosaic.Buffer.adopt(data)) == start
    assert address_of(memosaic.Array("<I", buffer=data)[2:]) == start + 8
    assert memosaic.find(view, b"absent") == -1 and list(view.find_all(b"absent")) == []
    assert memosaic.copied_bytes() == before
    view.tobytes()
    assert memosaic.copied_bytes() == before + len(data)


def test_numpy_and_arrow_share() -> None:
    array = memosaic.Array("<h", [1, -2, 3])
    before = memosaic.copied_bytes()
    shown = numpy.asarray(array)
    shown[1] = 9
    assert shown.dtype == "int16" and array.tolist() == [1, 9, 3]
    arrow = pyarrow.array(array)
    assert arrow.type == pyarrow.int16() and arrow.to_pylist() == [1, 9, 3]
    assert arrow.buffers()[1].address == address_of(array)
    with pytest.raises(BufferError):
        array.append(4)
    del shown, arrow
    array.append(4)
    taken = pyarrow.array(memosaic.View(b"abc")[1:])
    assert taken.type == pyarrow.uint8() and taken.to_pylist() == [98, 99]
    assert pyarrow.array(memosaic.Array("4s", [b"abcd"])).type == pyarrow.binary(4)
    with pytest.raises(ValueError, match="Arrow has no type"):
        memosaic.Array(">h", [1]).__arrow_c_schema__()
    assert memosaic.copied_bytes() == before


def test_pickle_out_of_band_shares() -> None:
    buffer = memosaic.Buffer(1 << 20)
    before = memosaic.copied_bytes()
    parts: list[pickle.PickleBuffer] = []
    text = pickle.dumps(buffer, 5, buffer_callback=parts.append)
    again = pickle.loads(text, buffers=parts)
    assert len(text) < 200 and address_of(again) == address_of(buffer)
    assert memosaic.copied_bytes() == before


def test_a_file_is_copied_partially_without_another_copy(tmp_path: pathlib.Path) -> None:
    size = 10 << 20
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(os.urandom(size))
    tracemalloc.start()
    with open(source, "rb") as reader, open(target, "wb") as writer:
        content = reader.read(size)
        held = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        content_to_write = memosaic.View(content)[1024:]
        writer.write(content_to_write)
        grown = tracemalloc.get_traced_memory()[1] - held
    tracemalloc.stop()
    assert grown < 64 << 10
    assert target.read_bytes() == content[1024:]


def test_a_socket_is_sent_the_rest_without_a_copy() -> None:
    data = b"a" * (1024 * 10000)
    sender, receiver = socket.socketpair()
    received = 0

    def drain() -> None:
        nonlocal received
        scratch = bytearray(1 << 16)
        while count := receiver.recv_into(scratch):
            received += count

    thread = threading.Thread(target=drain)
    thread.start()
    before = memosaic.copied_bytes()
    tracemalloc.start()
    view = memosaic.View(data)
    while view:
        sent = sender.send(view)
        view = view[sent:]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    sender.close()
    thread.join()
    receiver.close()
    assert received == len(data) and memosaic.copied_bytes() == before
    assert peak < 256 << 10


def test_reading_into_a_place(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "source"
    path.write_bytes(b"0123456789")
    for target in (bytearray(8), memosaic.Buffer(8)):
        at_4 = memosaic.View(target)[4:]
        with open(path, "rb") as source:
            assert source.readinto(at_4) == 4
        assert bytes(target) == b"\0\0\0\0" + b"0123"
    buffer = memosaic.Buffer(8)
    struct.pack_into("<I", buffer, 2, 0x01020304)
    assert struct.unpack_from("<I", buffer, 2) == (0x01020304,)
    assert io.BytesIO(b"xy").readinto(buffer) == 2
    assert buffer == b"xy\4\3\2\1\0\0"


def test_a_chain_is_sent_in_one_call() -> None:
    sender, receiver = socket.socketpair()
    with sender, receiver:
        chain = memosaic.Chain([b"head", memosaic.Buffer(b"body"), memoryview(b"tail")])
        assert sender.sendmsg(chain.segments) == 12
        assert receiver.recv(100) == b"headbodytail"
