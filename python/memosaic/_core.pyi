# SPDX-License-Identifier: Apache-2.0
"""
The C++ library as Python sees it; use it as `memosaic`, which names what is public.
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self, SupportsIndex, overload

from typing_extensions import Buffer as _Buffer


__version__: str

def copied_bytes() -> int:
    """
    How many bytes the package has copied in this process, by whatever was asked of it.

    Take it before and after to see that something copies nothing.
    """

def simd_level() -> str:
    """
    The instruction set in use; the environment variable MEMOSAIC_SIMD names another.
    """

class FormatError(ValueError):
    path: str | None
    offset: int

class FileChangedError(OSError): ...

class Matches:
    """
    The positions of all matches, one after the other; find_all() makes it.
    """

    def __iter__(self) -> Self: ...

    def __next__(self) -> int: ...

def find(haystack: _Buffer, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
    """
    The lowest position at which `needle` lies wholly in [start, stop), or -1.

    Matches lie at `origin` plus a multiple of `step`; without an origin, at `start` plus one.
    """

def rfind(haystack: _Buffer, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
    """
    The highest position at which `needle` lies wholly in [start, stop), or -1.

    Steps are counted as in find(), so from the start and not from the end.
    """

def index(haystack: _Buffer, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
    """As find(), but ValueError for absence."""

def rindex(haystack: _Buffer, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
    """As rfind(), but ValueError for absence."""

def count(haystack: _Buffer, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, overlapping: bool = False, step: int = 1, origin: SupportsIndex | None = None) -> int:
    """
    How many matches there are, counted from the front; an empty needle lies at every position.
    """

def find_all(haystack: _Buffer, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, overlapping: bool = False, reverse: bool = False, step: int = 1, origin: SupportsIndex | None = None) -> Matches: ...

def mismatch(a: _Buffer, b: _Buffer) -> int | None:
    """
    The first position at which two runs of bytes differ, or None if they are equal.

    If one of them is only the beginning of the other, that is where it ends.
    """

def rmismatch(a: _Buffer, b: _Buffer) -> int | None:
    """
    The last position in `a` at which both, aligned at their ends, differ, or None if they are equal.

    It is -1 if `a` is only the end of `b`.
    """

def common_prefix(a: _Buffer, b: _Buffer) -> int:
    """How many bytes agree at the front."""

def common_suffix(a: _Buffer, b: _Buffer) -> int:
    """How many bytes agree at the back."""

def find_equal(a: _Buffer, b: _Buffer) -> int:
    """
    The lowest position at which both have the same byte, or -1; only the common length is looked at.
    """

def rfind_equal(a: _Buffer, b: _Buffer) -> int:
    """
    The highest position in `a` at which both, aligned at their ends, have the same byte, or -1.
    """

def compare(a: _Buffer, b: _Buffer) -> int:
    """
    -1, 0 or 1: by unsigned bytes, then by length, so that a prefix is smaller.
    """

def equal(a: _Buffer, b: _Buffer) -> bool:
    """Whether both have the same bytes."""

def differences(a: _Buffer, b: _Buffer, min_gap: int = 1) -> list[tuple[int, int]]:
    """
    The runs (start, stop) in which both differ, in order.

    Runs that are fewer than `min_gap` equal bytes apart are joined; what one has beyond the other differs.
    """

def copy(target: _Buffer, source: _Buffer, at: int = 0) -> None:
    """
    Copies all of `source` into `target` at `at`; the two may overlap.

    IndexError if it does not fit, and nothing is written then.
    """

def move_within(target: _Buffer, start: int, stop: int, to: int) -> None:
    """
    Moves [start, stop) of `target` so that it begins at `to`, as if by way of a copy.
    """

def fill(target: _Buffer, pattern: _Buffer | int = 0, phase: int = 0) -> None:
    """
    Repeats `pattern` over `target`, beginning with its byte `phase`; the last repetition may be cut.
    """

def reverse(target: _Buffer) -> None:
    """Puts the bytes in the opposite order, in place."""

def swap_bytes(target: _Buffer, item_size: int) -> None:
    """Reverses the bytes of every item of `item_size` bytes, in place."""

def crc32(bytes: _Buffer, previous: int = 0) -> int:
    """
    CRC-32 as in zip, PNG and Ethernet; `previous` is the CRC of what came before.
    """

def crc32c(bytes: _Buffer, previous: int = 0) -> int:
    """
    CRC-32C as in iSCSI, ext4 and Btrfs; `previous` is the CRC of what came before.
    """

def adler32(bytes: _Buffer) -> int:
    """Adler-32 of RFC 1950."""

def fletcher16(bytes: _Buffer) -> int:
    """Fletcher-16 of bytes, modulo 255."""

def fletcher32(bytes: _Buffer) -> int:
    """Fletcher-32 of little-endian 16-bit words, modulo 65535."""

def sum8(bytes: _Buffer) -> int:
    """The sum of all bytes modulo 256."""

def sum16(bytes: _Buffer) -> int:
    """The sum of all bytes modulo 65536."""

def xxh3_64(bytes: _Buffer, seed: int = 0) -> int:
    """
    XXH3, 64 bits; its output is frozen. No defence against those who choose the input.
    """

def xxh3_128(bytes: _Buffer, seed: int = 0) -> int:
    """XXH3, 128 bits."""

class Crc:
    """
    A CRC by its name in the catalogue, as 'crc-16/modbus', or by its parameters.

    Feed it with update(); `value` is that of all bytes so far.
    """

    @overload
    def __init__(self, name: str) -> None: ...

    @overload
    def __init__(self, *, width: int, polynomial: int, initial: int = 0, reflect_in: bool = False, reflect_out: bool = False, final_xor: int = 0) -> None: ...

    def update(self, bytes: _Buffer) -> None:
        """Takes the next bytes in."""

    @property
    def value(self) -> int:
        """The CRC of all bytes so far."""

    @property
    def width(self) -> int:
        """In bits, 8 to 64."""

    def reset(self) -> None:
        """Starts again."""

    def copy(self) -> Crc:
        """A second one that goes on from here."""

class Hasher:
    """
    XXH3 of bytes that arrive in parts: the result is that of all parts at once.
    """

    def __init__(self, seed: int = 0) -> None: ...

    def update(self, bytes: _Buffer) -> None:
        """Takes the next bytes in."""

    @property
    def value_64(self) -> int:
        """The 64-bit hash of all bytes so far."""

    @property
    def value_128(self) -> int:
        """The 128-bit hash of all bytes so far."""

    def reset(self, seed: int = 0) -> None:
        """Starts again, with a seed of its own."""

    def copy(self) -> Hasher:
        """A second one that goes on from here."""

crc_names: tuple[str, ...]

def to_hex(bytes: _Buffer, separator: str = '', group: int = 1, *, upper: bool = False) -> str:
    """
    Two digits for each byte, with `separator` after every `group` bytes but the last.
    """

def from_hex(text: str, *, skip_spaces: bool = False) -> bytes:
    """
    The bytes that `text` writes as pairs of digits, of either case.

    FormatError, with the offset in `text`, for what is no digit or half a byte. With `skip_spaces`, white
    space may stand between bytes.
    """

class View:
    """
    A run of bytes that keeps its owner alive and in place: of any object with the buffer protocol.

    It copies nothing, and neither does slicing it. It is writable if the object is. While it lives, the object
    cannot change its size; release() or `with` lets it go before.
    """

    def __repr__(self) -> str: ...

    def __hash__(self) -> int: ...

    def __lt__(self, other: _Buffer, /) -> bool: ...

    def __le__(self, other: _Buffer, /) -> bool: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __ne__(self, other: object, /) -> bool: ...

    def __gt__(self, other: _Buffer, /) -> bool: ...

    def __ge__(self, other: _Buffer, /) -> bool: ...

    def __init__(self, object: _Buffer = ..., *, readonly: bool = False) -> None: ...

    def __len__(self) -> int: ...

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> int: ...
    @overload
    def __getitem__(self, key: slice, /) -> View: ...
    def __iter__(self) -> Iterator[int]: ...
    def _repr_html_(self) -> str: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...

    @overload
    def __setitem__(self, key: SupportsIndex, value: SupportsIndex, /) -> None: ...
    @overload
    def __setitem__(self, key: slice, value: _Buffer, /) -> None: ...

    def __contains__(self, needle: _Buffer | int, /) -> bool: ...

    def find(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """
        The lowest position at which `needle` lies wholly in [start, stop), or -1.

        Matches lie at `origin` plus a multiple of `step`; without an origin, at `start` plus one.
        """

    def rfind(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """
        The highest position at which `needle` lies wholly in [start, stop), or -1.

        Steps are counted as in find(), so from the start and not from the end.
        """

    def index(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """As find(), but ValueError for absence."""

    def rindex(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """As rfind(), but ValueError for absence."""

    def count(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, overlapping: bool = False, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """
        How many matches there are, counted from the front; an empty needle lies at every position.
        """

    def find_all(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, overlapping: bool = False, reverse: bool = False, step: int = 1, origin: SupportsIndex | None = None) -> Matches: ...

    def __arrow_c_schema__(self) -> object:
        """The Arrow type of the items; bytes are uint8."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """The items as an Arrow array, without a copy: pyarrow.array() takes it."""

    def tobytes(self) -> bytes:
        """A copy as `bytes`."""

    def tolist(self) -> list[int]:
        """The bytes as a list of numbers."""

    def hex(self, separator: str = '', group: int = 1) -> str:
        """
        Two digits for each byte, with `separator` after every `group` bytes but the last.
        """

    def startswith(self, prefix: _Buffer | tuple[_Buffer, ...], start: SupportsIndex | None = None, stop: SupportsIndex | None = None) -> bool:
        """
        Whether [start, stop) begins with `prefix`, or with one of a tuple of them.
        """

    def endswith(self, suffix: _Buffer | tuple[_Buffer, ...], start: SupportsIndex | None = None, stop: SupportsIndex | None = None) -> bool:
        """
        Whether [start, stop) ends with `suffix`, or with one of a tuple of them.
        """

    def release(self) -> None:
        """
        Lets go of the owner. BufferError if something holds this View by the buffer protocol.
        """

    def __enter__(self) -> Self: ...

    def __exit__(self, *args: object) -> None: ...

    def toreadonly(self) -> View:
        """The same bytes, not to be written through the result."""

    def __copy__(self) -> View:
        """Another View of the same bytes."""

    def __reduce_ex__(self, protocol: SupportsIndex, /) -> tuple[Any, ...]:
        """
        By content; from protocol 5 on out of band, if the pickler is asked to.
        """

    def compact(self, slack: int = 0) -> View:
        """
        A View that retains its own bytes only: itself if it retains at most `slack` more, else a copy.
        """

    @property
    def readonly(self) -> bool:
        """Whether the bytes cannot be written through this View."""

    @property
    def nbytes(self) -> int:
        """How many bytes there are."""

    @property
    def retained_bytes(self) -> int:
        """
        Bytes that stay in memory because of this View; more than its own if it is a small part of its owner.
        """

    @property
    def released(self) -> bool:
        """Whether release() has been called."""

    @property
    def obj(self) -> object:
        """The object that lent the bytes; None if their owner is memosaic's own."""

class Buffer:
    """
    Owner of one run of bytes that can grow and shrink at both ends.

    `Buffer(16)` has 16 zero bytes, `Buffer(16, fill=b'ab')` repeats a pattern, `Buffer(b'...')` is a copy. A range
    `buffer[start:stop]` is a View and copies nothing. While views or other users of the buffer protocol are out,
    what would change the size raises BufferError with their number; bytes may be written.
    """

    def __repr__(self) -> str: ...

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __lt__(self, other: _Buffer, /) -> bool: ...

    def __le__(self, other: _Buffer, /) -> bool: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __ne__(self, other: object, /) -> bool: ...

    def __gt__(self, other: _Buffer, /) -> bool: ...

    def __ge__(self, other: _Buffer, /) -> bool: ...

    def __init__(self, source: int | _Buffer | Iterable[int] = b'', fill: _Buffer | int = 0) -> None: ...

    def __iadd__(self, bytes: _Buffer | int, /) -> Self: ...

    def __imul__(self, times: SupportsIndex, /) -> Self: ...

    def __len__(self) -> int: ...

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> int: ...
    @overload
    def __getitem__(self, key: slice, /) -> View: ...
    def __iter__(self) -> Iterator[int]: ...
    def _repr_html_(self) -> str: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...

    @overload
    def __setitem__(self, key: SupportsIndex, value: SupportsIndex, /) -> None: ...
    @overload
    def __setitem__(self, key: slice, value: _Buffer, /) -> None: ...

    def __delitem__(self, key: SupportsIndex | slice, /) -> None: ...

    def __contains__(self, needle: _Buffer | int, /) -> bool: ...

    def find(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """
        The lowest position at which `needle` lies wholly in [start, stop), or -1.

        Matches lie at `origin` plus a multiple of `step`; without an origin, at `start` plus one.
        """

    def rfind(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """
        The highest position at which `needle` lies wholly in [start, stop), or -1.

        Steps are counted as in find(), so from the start and not from the end.
        """

    def index(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """As find(), but ValueError for absence."""

    def rindex(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """As rfind(), but ValueError for absence."""

    def count(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, overlapping: bool = False, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """
        How many matches there are, counted from the front; an empty needle lies at every position.
        """

    def find_all(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, overlapping: bool = False, reverse: bool = False, step: int = 1, origin: SupportsIndex | None = None) -> Matches: ...

    def __arrow_c_schema__(self) -> object:
        """The Arrow type of the items; bytes are uint8."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """The items as an Arrow array, without a copy: pyarrow.array() takes it."""

    def tobytes(self) -> bytes:
        """A copy as `bytes`."""

    def tolist(self) -> list[int]:
        """The bytes as a list of numbers."""

    def hex(self, separator: str = '', group: int = 1) -> str:
        """
        Two digits for each byte, with `separator` after every `group` bytes but the last.
        """

    def startswith(self, prefix: _Buffer | tuple[_Buffer, ...], start: SupportsIndex | None = None, stop: SupportsIndex | None = None) -> bool:
        """
        Whether [start, stop) begins with `prefix`, or with one of a tuple of them.
        """

    def endswith(self, suffix: _Buffer | tuple[_Buffer, ...], start: SupportsIndex | None = None, stop: SupportsIndex | None = None) -> bool:
        """
        Whether [start, stop) ends with `suffix`, or with one of a tuple of them.
        """

    def append(self, bytes: _Buffer | int) -> None:
        """Puts bytes, or one byte as an int, at the end."""

    def extend(self, bytes: _Buffer | Iterable[int]) -> None:
        """Puts bytes, or the bytes that ints stand for, at the end."""

    def prepend(self, bytes: _Buffer | int) -> None:
        """
        Puts bytes, or one byte as an int, before the first byte; into the headroom if it suffices.
        """

    def insert(self, index: SupportsIndex, bytes: _Buffer | int) -> None:
        """Puts bytes, or one byte as an int, before the index."""

    def pop(self, index: int = -1) -> int:
        """Removes a byte and returns it."""

    def remove(self, value: int) -> None:
        """Removes the first byte of that value."""

    def reverse(self) -> None:
        """Puts the bytes in the opposite order, in place."""

    def clear(self) -> None:
        """Removes all bytes."""

    def resize(self, size: int, fill: _Buffer | int = 0) -> None:
        """
        Changes the size; bytes that are new repeat `fill` from the old end on.
        """

    def reserve(self, capacity: int, headroom: int = 0) -> None:
        """Makes room for growth at the end, and at the front."""

    def shrink_to_fit(self) -> None:
        """Gives up room for growth."""

    def view(self, start: SupportsIndex | None = None, stop: SupportsIndex | None = None) -> View:
        """Pins [start, stop), as `buffer[start:stop]` does."""

    def freeze(self) -> View:
        """
        Gives the bytes up for good and returns them as a read-only View; the Buffer is empty afterwards.

        BufferError, with their number, while something may still write them.
        """

    @staticmethod
    def thaw(frozen: View) -> Buffer:
        """
        The Buffer again behind a frozen View that is the only holder of all its bytes; the View is released.
        """

    @staticmethod
    def adopt(object: _Buffer) -> Buffer:
        """
        A Buffer over the memory of a writable object, without a copy; growth later moves it to memory of its own.
        """

    @staticmethod
    def join(parts: Iterable[_Buffer], separator: _Buffer = b'') -> Buffer:
        """
        The parts one after the other, with `separator` between them, in one allocation.
        """

    def copy(self) -> Buffer:
        """A Buffer of its own with the same bytes."""

    def __reduce_ex__(self, protocol: SupportsIndex, /) -> tuple[Any, ...]:
        """
        By content; from protocol 5 on out of band, if the pickler is asked to.
        """

    def close(self) -> None:
        """
        Gives the bytes back. BufferError, with their number, while views are out.
        """

    def __enter__(self) -> Self: ...

    def __exit__(self, *args: object) -> None: ...

    @property
    def closed(self) -> bool:
        """Whether close() has been called."""

    @property
    def nbytes(self) -> int:
        """How many bytes there are."""

    @property
    def capacity(self) -> int:
        """Up to which size it grows at the end without moving."""

    @property
    def headroom(self) -> int:
        """How many bytes can be put before the first without moving."""

    @property
    def pins(self) -> int:
        """
        How many views and users of the buffer protocol hold the bytes in place.
        """

    def __sizeof__(self) -> int: ...

def restore_buffer(type: Any, bytes: _Buffer) -> Any: ...

class Slice:
    """
    A relocatable piece of any object with the buffer protocol: [start, stop), looked up anew at every access.

    It holds nothing in place: the object may move and change its size. What of the piece is gone is not shown, and
    shown again once the object has grown back. Without a stop it follows the end.
    """

    def __repr__(self) -> str: ...

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __lt__(self, other: _Buffer, /) -> bool: ...

    def __le__(self, other: _Buffer, /) -> bool: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __ne__(self, other: object, /) -> bool: ...

    def __gt__(self, other: _Buffer, /) -> bool: ...

    def __ge__(self, other: _Buffer, /) -> bool: ...

    def __init__(self, base: _Buffer, start: SupportsIndex | None = None, stop: SupportsIndex | None = None) -> None: ...

    def __len__(self) -> int: ...

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> int: ...
    @overload
    def __getitem__(self, key: slice, /) -> Self: ...
    def __iter__(self) -> Iterator[int]: ...
    def _repr_html_(self) -> str: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...

    @overload
    def __setitem__(self, key: SupportsIndex, value: SupportsIndex, /) -> None: ...
    @overload
    def __setitem__(self, key: slice, value: _Buffer, /) -> None: ...

    def __contains__(self, needle: _Buffer | int, /) -> bool: ...

    def find(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """
        The lowest position at which `needle` lies wholly in [start, stop), or -1.

        Matches lie at `origin` plus a multiple of `step`; without an origin, at `start` plus one.
        """

    def rfind(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """
        The highest position at which `needle` lies wholly in [start, stop), or -1.

        Steps are counted as in find(), so from the start and not from the end.
        """

    def index(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """As find(), but ValueError for absence."""

    def rindex(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """As rfind(), but ValueError for absence."""

    def count(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, overlapping: bool = False, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """
        How many matches there are, counted from the front; an empty needle lies at every position.
        """

    def find_all(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, overlapping: bool = False, reverse: bool = False, step: int = 1, origin: SupportsIndex | None = None) -> Matches: ...

    def __arrow_c_schema__(self) -> object:
        """The Arrow type of the items; bytes are uint8."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """The items as an Arrow array, without a copy: pyarrow.array() takes it."""

    def tobytes(self) -> bytes:
        """A copy as `bytes`."""

    def tolist(self) -> list[int]:
        """The bytes as a list of numbers."""

    def hex(self, separator: str = '', group: int = 1) -> str:
        """
        Two digits for each byte, with `separator` after every `group` bytes but the last.
        """

    def startswith(self, prefix: _Buffer | tuple[_Buffer, ...], start: SupportsIndex | None = None, stop: SupportsIndex | None = None) -> bool:
        """
        Whether [start, stop) begins with `prefix`, or with one of a tuple of them.
        """

    def endswith(self, suffix: _Buffer | tuple[_Buffer, ...], start: SupportsIndex | None = None, stop: SupportsIndex | None = None) -> bool:
        """
        Whether [start, stop) ends with `suffix`, or with one of a tuple of them.
        """

    def view(self) -> View:
        """Pins what is there now."""

    def resize(self, size: int, fill: _Buffer | int = 0) -> None:
        """
        Resizes the base so that this Slice, which must follow its end, has `size` bytes; new ones repeat `fill`.
        """

    def __reduce__(self) -> tuple[Any, ...]:
        """By its base, which must be picklable itself."""

    @property
    def base(self) -> _Buffer:
        """The object that was sliced."""

    @property
    def start(self) -> int:
        """Where it begins in the base, whatever is there now."""

    @property
    def stop(self) -> int | None:
        """
        Where it ends in the base, whatever is there now; None if it follows the end.
        """

    @property
    def nbytes(self) -> int:
        """How many bytes are there now."""

    @property
    def readonly(self) -> bool:
        """Whether the bytes cannot be written through this Slice."""

class Chain:
    """
    Several runs of bytes read as one, without joining them: to search across their borders, and to send them.

    `segments` are its Views, as socket.sendmsg() and os.writev() take them.
    """

    def __repr__(self) -> str: ...

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __lt__(self, other: _Buffer, /) -> bool: ...

    def __le__(self, other: _Buffer, /) -> bool: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __ne__(self, other: object, /) -> bool: ...

    def __gt__(self, other: _Buffer, /) -> bool: ...

    def __ge__(self, other: _Buffer, /) -> bool: ...

    def __init__(self, parts: Iterable[_Buffer | Chain] = ()) -> None: ...

    def __len__(self) -> int: ...

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> int: ...
    @overload
    def __getitem__(self, key: slice, /) -> Chain: ...
    def __iter__(self) -> Iterator[int]: ...

    def __contains__(self, needle: _Buffer | int, /) -> bool: ...

    def append(self, part: _Buffer | Chain) -> None:
        """
        Puts bytes, or the segments of a Chain, at the end; it holds them in place.
        """

    def find(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """The lowest position of a match, also across borders, or -1."""

    def rfind(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """The highest position of a match, also across borders, or -1."""

    def count(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, overlapping: bool = False, step: int = 1, origin: SupportsIndex | None = None) -> int:
        """How many matches there are, counted from the front."""

    def find_all(self, needle: _Buffer | int, start: SupportsIndex | None = None, stop: SupportsIndex | None = None, *, overlapping: bool = False, reverse: bool = False, step: int = 1, origin: SupportsIndex | None = None) -> list[int]:
        """The positions of all matches, from the back if `reverse`."""

    def tobytes(self) -> bytes:
        """A copy as `bytes`."""

    def __bytes__(self) -> bytes: ...

    def coalesce(self) -> View:
        """
        All bytes as one View: the only segment if there is just one, else a copy.
        """

    def compact(self, smallest: int = 512) -> Chain:
        """
        The same bytes in few segments: neighbours of fewer than `smallest` bytes are copied together.
        """

    def __copy__(self) -> Chain:
        """Another Chain of the same segments."""

    def __reduce__(self) -> tuple[Any, ...]:
        """By its segments."""

    @property
    def segments(self) -> list[View]:
        """The runs of bytes, none of them empty."""

    @property
    def nbytes(self) -> int:
        """How many bytes there are."""

class Array:
    """
    Typed items, read and written in place, in the notation of the module struct: `Array('<h', [1, -2])`.

    With `buffer`, over the bytes of any object: it follows the object when that moves, and changes its size by
    changing that of the object. A range `array[start:stop]` is an Array of the same bytes.
    """

    def __repr__(self) -> str: ...

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __lt__(self, other: _Buffer, /) -> bool: ...

    def __le__(self, other: _Buffer, /) -> bool: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __ne__(self, other: object, /) -> bool: ...

    def __gt__(self, other: _Buffer, /) -> bool: ...

    def __ge__(self, other: _Buffer, /) -> bool: ...

    def __init__(self, format: str, values: Iterable[Any] = (), *, buffer: _Buffer | None = None) -> None: ...

    def __iadd__(self, values: Iterable[Any], /) -> Self: ...

    def __imul__(self, times: SupportsIndex, /) -> Self: ...

    def __len__(self) -> int: ...

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> Any: ...
    @overload
    def __getitem__(self, key: slice, /) -> Array: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...

    @overload
    def __setitem__(self, key: SupportsIndex, value: Any, /) -> None: ...
    @overload
    def __setitem__(self, key: slice, value: Iterable[Any], /) -> None: ...

    def __delitem__(self, key: SupportsIndex | slice, /) -> None: ...

    def __contains__(self, value: object, /) -> bool: ...

    def append(self, value: object) -> None:
        """Puts an item at the end."""

    def extend(self, values: Iterable[Any]) -> None:
        """Puts items at the end."""

    def insert(self, index: int, value: object) -> None:
        """Puts an item before the index."""

    def pop(self, index: int = -1) -> Any:
        """Removes an item and returns it."""

    def remove(self, value: object) -> None:
        """Removes the first item that is equal to `value`."""

    def clear(self) -> None:
        """Removes all items."""

    def reverse(self) -> None:
        """Puts the items in the opposite order, in place."""

    def index(self, value: object) -> int:
        """The index of the first item that is equal to `value`."""

    def count(self, value: object) -> int:
        """How many items are equal to `value`."""

    def tolist(self) -> list[Any]:
        """The items as a list."""

    def tobytes(self) -> bytes:
        """A copy of their bytes."""

    def copy(self) -> Array:
        """The same items over bytes of its own."""

    def __arrow_c_schema__(self) -> object:
        """The Arrow type of the items; bytes are uint8."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """The items as an Arrow array, without a copy: pyarrow.array() takes it."""

    def __reduce_ex__(self, protocol: SupportsIndex, /) -> tuple[Any, ...]:
        """
        By content, or over the object that it lies over, which must be picklable itself.
        """

    @property
    def format(self) -> str:
        """How an item lies in memory."""

    @property
    def itemsize(self) -> int:
        """Bytes per item."""

    @property
    def nbytes(self) -> int:
        """Bytes of all items."""

    @property
    def slice(self) -> Slice:
        """The bytes that the items lie in, as a Slice."""

    @property
    def readonly(self) -> bool:
        """Whether the items cannot be written through this Array."""

def restore_array(type: Any, format: str, bytes: _Buffer) -> Any: ...

class MemoryStream:
    """What a MemoryIO is made of."""

    def __init__(self, buffer: _Buffer | None = None) -> None: ...

    def read(self, most: int = -1) -> bytes: ...

    def view(self, most: int = -1) -> View: ...

    def readline(self, most: int = -1) -> bytes: ...

    def readinto(self, target: _Buffer) -> int: ...

    def write(self, source: _Buffer) -> int: ...

    def seek(self, distance: int, whence: int = 0) -> int: ...

    def tell(self) -> int: ...

    def truncate(self, size: int) -> int: ...

    def size(self) -> int: ...

    def slice(self) -> Slice: ...

    def writable(self) -> bool: ...
