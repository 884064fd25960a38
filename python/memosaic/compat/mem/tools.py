# SPDX-License-Identifier: Apache-2.0
"""Functions on the raw memory of any object with the buffer protocol."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from ... import _core

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["cmp", "copy", "diff", "index", "len", "match", "rdiff", "rindex", "rmatch"]


def index(dest: Buffer, pattern: Buffer, start: int | None = None, end: int | None = None, step: int = 1) -> int:
    """The lowest index in [start, end] at which `pattern` lies, a multiple of `step` from start. ValueError if none."""
    return _core.index(dest, pattern, start, end, step=step)


def rindex(dest: Buffer, pattern: Buffer, start: int | None = None, end: int | None = None, step: int = 1) -> int:
    """As index(), but the highest; steps are counted from start too."""
    return _core.rindex(dest, pattern, start, end, step=step)


def cmp(a: Buffer, b: Buffer) -> int:
    """-1, 0 or 1, byte by byte; a prefix is smaller."""
    return _core.compare(a, b)


def copy(dest: Buffer, src: Buffer, start: int = 0) -> None:
    """Copies `src` into `dest` at `start`. IndexError, with dest unchanged, if it is too long."""
    _core.copy(dest, src, start)


def len(buffer: Buffer) -> int:
    """The length in bytes."""
    with memoryview(buffer) as bytes_of_it:
        return bytes_of_it.nbytes


def _common(a: Buffer, b: Buffer, from_back: bool) -> tuple[_core.View, _core.View]:
    first = _core.View(a, readonly=True)
    second = _core.View(b, readonly=True)
    size = min(builtins.len(first), builtins.len(second))
    if from_back:
        return first[builtins.len(first) - size :], second[builtins.len(second) - size :]
    return first[:size], second[:size]


def diff(a: Buffer, b: Buffer) -> int:
    """The lowest index at which both differ, or -1; only the common length is looked at."""
    found = _core.mismatch(*_common(a, b, False))
    return -1 if found is None else found


def rdiff(a: Buffer, b: Buffer) -> int:
    """The highest index in `a` at which both, aligned at their ends, differ, or -1."""
    first, second = _common(a, b, True)
    found = _core.rmismatch(first, second)
    return -1 if found is None else found + len(a) - builtins.len(first)


def match(x: Buffer, y: Buffer) -> int:
    """The lowest index at which both have the same byte, or -1."""
    return _core.find_equal(x, y)


def rmatch(x: Buffer, y: Buffer) -> int:
    """The highest index in `x` at which both, aligned at their ends, have the same byte, or -1."""
    return _core.rfind_equal(x, y)
