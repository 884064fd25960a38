# SPDX-License-Identifier: Apache-2.0
"""Files in memory: `StrIO(data)` reads and writes `data` itself, `StrIO(value=...)` a copy of `value`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._stream import MemoryIO
from .chunk import chunk

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["StrIO"]


class StrIO(MemoryIO):
    """A file over `data`, or over a chunk of its own that begins as a copy of `value`; data grows by its resize(n)."""

    def __init__(self, data: Buffer | None = None, *, value: Buffer = b"") -> None:
        if data is not None and memoryview(value).nbytes != 0:
            raise TypeError("StrIO() takes the data that it lies over, or a value to copy, not both")
        super().__init__(chunk(value) if data is None else data)
