# SPDX-License-Identifier: Apache-2.0
"""A raw segment of memory as a mutable sequence of strings of length one: `bytes`, on Python 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self, SupportsIndex, overload

from ..._core import Buffer

if TYPE_CHECKING:
    from typing_extensions import Buffer as BytesLike

__all__ = ["chunk", "join"]


class chunk(Buffer):
    """The bytes of the arguments, one after the other, which can be resized. An index gives `bytes` of length one, a range a chunk of its own.

    Unlike a Buffer it makes no difference between a byte and a string of length one: both can be assigned.
    """

    def __init__(self, *parts: BytesLike) -> None:
        super().__init__(parts[0] if len(parts) == 1 else Buffer.join(parts))

    @overload  # type: ignore[override]
    def __getitem__(self, key: SupportsIndex, /) -> bytes: ...
    @overload
    def __getitem__(self, key: slice, /) -> Self: ...
    def __getitem__(self, key: Any, /) -> Any:
        if isinstance(key, slice):
            with memoryview(self) as content:
                return type(self)(bytes(content[key]))
        return bytes((super().__getitem__(key),))

    def __setitem__(self, key: Any, value: Any, /) -> None:
        if isinstance(key, slice):
            super().__setitem__(key, value)
        else:
            super().__setitem__(key, _byte(value))

    def __iter__(self) -> Iterator[bytes]:  # type: ignore[override]
        for at in range(len(self)):
            yield self[at]

    def __add__(self, other: BytesLike) -> Self:
        made = type(self)(self)
        made += other
        return made

    def __radd__(self, other: BytesLike) -> Self:
        made = type(self)(other)
        made += self
        return made

    def __mul__(self, times: int) -> Self:
        made = type(self)(self)
        made *= times
        return made

    __rmul__ = __mul__

    def append(self, value: Any, /) -> None:
        super().append(_byte(value))

    def insert(self, index: SupportsIndex, value: Any, /) -> None:
        super().insert(index, _byte(value))

    def pop(self, index: int = -1) -> bytes:  # type: ignore[override]
        return bytes((super().pop(index),))

    def remove(self, value: Any, /) -> None:
        super().remove(_byte(value))

    def resize(self, n: int, pattern: BytesLike = b"\0") -> None:  # type: ignore[override]
        """Changes the size to `n` bytes; those that are new repeat `pattern`."""
        super().resize(n, pattern)


def _byte(value: Any) -> int:
    if isinstance(value, int):
        return value
    if len(value) != 1:
        raise ValueError("an item of a chunk is one byte")
    return bytes(value)[0]


def join(parts: Iterable[BytesLike]) -> chunk:
    """A new chunk of the parts, one after the other."""
    return chunk(*parts)
