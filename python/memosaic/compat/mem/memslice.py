# SPDX-License-Identifier: Apache-2.0
"""A slice of raw memory that may be resized and may move: the class Slice under its old name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, SupportsIndex

from ..._core import Slice

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["memslice"]


class memslice(Slice):
    """[start, stop) of `base`, in slice notation; len() is what of it can be reached now.

    An index gives `bytes` of length one, as a chunk does, and a range another memslice of the same base.
    """

    def __init__(self, base: Buffer, start: SupportsIndex | None = None, stop: SupportsIndex | None = None) -> None:
        super().__init__(base, start, stop)

    def __getitem__(self, key: Any, /) -> Any:
        if not isinstance(key, slice):
            return bytes((super().__getitem__(key),))
        part = super().__getitem__(key)
        return type(self)(part.base, part.start, part.stop)

    def __setitem__(self, key: Any, value: Any, /) -> None:
        single = not isinstance(key, slice) and not isinstance(value, int)
        super().__setitem__(key, bytes(value)[0] if single and len(value) == 1 else value)

    def resize(self, n: int, pattern: Buffer = b"\0") -> None:  # type: ignore[override]
        """Resizes the base, so that this memslice, which must have no stop, has `n` bytes."""
        super().resize(n, pattern)
