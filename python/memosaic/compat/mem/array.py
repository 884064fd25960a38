# SPDX-License-Identifier: Apache-2.0
"""Items of one format, in the notation of the module struct, over any object with the buffer protocol."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from ..._core import Array as _Array
from .chunk import chunk

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["Array", "StrArray"]


class StrArray(_Array):
    """Items over `buffer`, a chunk of its own if there is none. It changes size if the buffer has resize(n).

    It has all of a sequence but `+` and `*`, of which there are the forms in place.
    """

    def __init__(self, format: str, buffer: Buffer | None = None) -> None:
        super().__init__(format, buffer=chunk() if buffer is None else buffer)


class Array(StrArray):
    """A StrArray over a chunk of its own, with `+` and `*`; `value` are its first items."""

    def __init__(self, format: str, value: Iterable[Any] = ()) -> None:
        super().__init__(format)
        self.extend(value)

    def __add__(self, other: Iterable[Any]) -> Self:
        made = type(self)(self.format, self)
        made.extend(other)
        return made

    def __mul__(self, times: int) -> Self:
        made = type(self)(self.format, self)
        made *= times
        return made

    __rmul__ = __mul__
