# SPDX-License-Identifier: Apache-2.0
"""MemoryIO: a file in memory, over the bytes of any object."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from ._core import MemoryStream, Slice, View

if TYPE_CHECKING:
    from typing_extensions import Buffer as BytesLike


class MemoryIO(io.BufferedIOBase):
    """A binary file over the bytes of any object with the buffer protocol, or over a Buffer of its own.

    It follows the object, which may move and change its size between calls; writing beyond the end grows it, if it can.
    read() copies, as files do; view() does not: what it returns holds the object in place.
    """

    def __init__(self, buffer: BytesLike | None = None) -> None:
        self._stream = MemoryStream(buffer)

    def _open(self) -> MemoryStream:
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        return self._stream

    def readable(self) -> bool:
        self._open()
        return True

    def seekable(self) -> bool:
        self._open()
        return True

    def writable(self) -> bool:
        return self._open().writable()

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes, at most `size` of them; a copy."""
        return self._open().read(-1 if size is None else size)

    read1 = read

    def view(self, size: int | None = -1, /) -> View:
        """The next bytes, at most `size` of them, where they lie."""
        return self._open().view(-1 if size is None else size)

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._open().readline(-1 if size is None else size)

    def readinto(self, target: BytesLike, /) -> int:
        return self._open().readinto(target)

    readinto1 = readinto

    def write(self, source: BytesLike, /) -> int:
        stream = self._open()
        if not stream.writable():
            raise io.UnsupportedOperation("not writable")
        return stream.write(source)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._open().seek(offset, whence)

    def tell(self) -> int:
        return self._open().tell()

    def truncate(self, size: int | None = None, /) -> int:
        stream = self._open()
        if not stream.writable():
            raise io.UnsupportedOperation("not writable")
        return stream.truncate(stream.tell() if size is None else size)

    def getvalue(self) -> bytes:
        """All bytes, whatever the position; a copy."""
        return self._open().slice().tobytes()

    def getbuffer(self) -> View:
        """All bytes, where they lie."""
        return self._open().slice().view()

    @property
    def slice(self) -> Slice:
        """The bytes that it lies over."""
        return self._open().slice()

    def __len__(self) -> int:
        return self._open().size()

    # A file in memory is what it is, not what io.IOBase makes of a length of 0.
    def __bool__(self) -> bool:
        return True

    def __reduce__(self) -> tuple[Any, ...]:
        stream = self._open()
        base = stream.slice()
        content = bytearray(base.tobytes()) if base.base is None else base
        return type(self), (content,), stream.tell()

    def __setstate__(self, position: Any) -> None:
        self._stream.seek(position)
