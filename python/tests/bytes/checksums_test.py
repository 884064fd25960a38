# SPDX-License-Identifier: Apache-2.0
"""Sums of bytes, whole and in parts, and hexadecimal text."""

import binascii
import zlib

import memosaic
import pytest
from hypothesis import given
from hypothesis import strategies as st

CHECK = b"123456789"


@given(st.binary(), st.binary())
def test_in_parts_as_in_one(a: bytes, b: bytes) -> None:
    assert memosaic.crc32(b, memosaic.crc32(a)) == zlib.crc32(a + b)
    assert memosaic.adler32(a) == zlib.adler32(a)
    crc = memosaic.Crc("crc-16/xmodem")
    crc.update(a)
    other = crc.copy()
    other.update(b)
    assert (crc.value, other.value) == (binascii.crc_hqx(a, 0), binascii.crc_hqx(a + b, 0))
    hasher = memosaic.Hasher(7)
    hasher.update(a)
    hasher.update(b)
    assert hasher.value_64 == memosaic.xxh3_64(a + b, 7)
    assert hasher.value_128 == memosaic.xxh3_128(a + b, 7)


def test_against_published_values() -> None:
    expected = {"crc-16/modbus": 0x4B37, "crc-24/openpgp": 0x21CF02, "crc-64/xz": 0x995DC9BBDF1939FA}
    for name, value in expected.items():
        crc = memosaic.Crc(name)
        crc.update(CHECK)
        assert crc.value == value
    own = memosaic.Crc(width=16, polynomial=0x1021, initial=0xFFFF)
    own.update(CHECK)
    assert own.value == 0x29B1
    assert memosaic.crc32c(CHECK) == 0xE3069283
    assert memosaic.xxh3_64(b"") == 0x2D06800538D394C2
    assert memosaic.xxh3_128(b"") == 0x99AA06D3014798D86001C324468D497F
    assert (memosaic.sum8(CHECK), memosaic.sum16(CHECK)) == (sum(CHECK) % 256, sum(CHECK))
    assert (memosaic.fletcher16(b"abcde"), memosaic.fletcher32(b"abcde")) == (0xC8F0, 0xF04FC729)


def test_beyond_one_piece() -> None:
    data = bytes(range(256)) * (9 << 12)
    assert len(data) > 8 << 20
    assert memosaic.crc32(data) == zlib.crc32(data)
    assert memosaic.adler32(data) == zlib.adler32(data)
    assert memosaic.sum16(data) == sum(data) % 65536
    hasher = memosaic.Hasher()
    hasher.update(data)
    assert hasher.value_64 == memosaic.xxh3_64(data)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no CRC is named 'crc-1'; there are .*crc-32/iscsi"):
        memosaic.Crc("crc-1")
    assert "crc-32/iscsi" in memosaic.crc_names


@given(st.binary())
def test_hexadecimal_text(data: bytes) -> None:
    assert memosaic.to_hex(data) == data.hex()
    assert memosaic.to_hex(data, " ", upper=True) == data.hex(" ").upper()
    assert memosaic.from_hex(data.hex()) == data
    assert memosaic.from_hex(data.hex(" "), skip_spaces=True) == data


def test_wrong_text_names_its_place() -> None:
    with pytest.raises(memosaic.FormatError, match="'x' at offset 3") as wrong:
        memosaic.from_hex("abcx")
    assert isinstance(wrong.value, ValueError)
    assert (wrong.value.offset, wrong.value.path) == (3, None)
