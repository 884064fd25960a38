# SPDX-License-Identifier: Apache-2.0
"""What bytesparse takes for the figures of sparse memory; imported by python_peer.py, which says how it is spoken to.

    sparse_poke ADDRESSES                      one byte at each address (64-bit numbers that were loaded)
    sparse_peek ADDRESSES DRAWN                read the drawn addresses of such a memory
    sparse_copy ADDRESSES                      a copy of it
    sparse_shift ADDRESSES                     move all of it by one
    sparse_insert COUNT CALLS                  insert 2 bytes in the middle of COUNT blocks of 16 bytes, CALLS times
    sparse_delete COUNT CALLS                  delete 2 bytes there
    sparse_insert_inside SIZE CALLS            insert 2 bytes in the middle of one block
    sparse_merge COUNT                         write blocks of 16 bytes between as many others
    sparse_sequential SIZE STEP                write 16 bytes at a time, STEP apart, from 0
    sparse_overwrite SIZE CALLS                16 bytes inside one block
    sparse_find NAME NEEDLE BLOCK              look for an absent needle in data cut into blocks with holes between
"""
import functools
from array import array

BLOCK, STEP = 16, 64


@functools.cache
def memory_type():
    import bytesparse  # here: without it, the other commands still answer

    return bytesparse.Memory


def blocks(count: int, first: int = 0):
    content = bytes(range(BLOCK))
    return memory_type().from_blocks([[first + i * STEP, content] for i in range(count)], validate=False)


@functools.lru_cache(maxsize=1)
def isolated(addresses: bytes):
    return memory_type().from_blocks([[at, b"\1"] for at in sorted(array("q", addresses))], validate=False)


def commands(data: dict, timed) -> dict:
    def sparse_poke(name: str) -> str:
        addresses, memory = array("q", data[name]), memory_type()()

        def pokes() -> int:
            poke = memory.poke
            for at in addresses:
                poke(at, 1)
            return len(addresses)

        return timed(pokes)

    def sparse_peek(name: str, drawn: str) -> str:
        memory, addresses = isolated(data[name]), array("q", data[drawn])

        def peeks() -> int:
            peek = memory.peek
            return sum(peek(at) is not None for at in addresses)

        return timed(peeks)

    def sparse_copy(name: str) -> str:
        memory = isolated(data[name])
        return timed(lambda: memory.copy() is not None)

    def sparse_shift(name: str) -> str:
        memory = isolated(data[name])
        return timed(lambda: memory.shift(1) is None)

    def sparse_insert(count: str, calls: str) -> str:
        memory, middle = blocks(int(count)), int(count) // 2 * STEP
        return timed(lambda: sum(memory.insert(middle + i * STEP, b"ab") is None for i in range(int(calls))))

    def sparse_delete(count: str, calls: str) -> str:
        memory, middle = blocks(int(count)), int(count) // 2 * STEP
        places = [middle + i * STEP for i in range(int(calls))]
        return timed(lambda: sum(memory.delete(at, at + 2) is None for at in places))

    def sparse_insert_inside(size: str, calls: str) -> str:
        memory, middle = memory_type().from_bytes(bytes(int(size))), int(size) // 2
        return timed(lambda: sum(memory.insert(middle + i * STEP, b"ab") is None for i in range(int(calls))))

    def sparse_merge(count: str) -> str:
        into, source = blocks(int(count)), blocks(int(count), STEP // 2)
        return timed(lambda: into.write(0, source) is None)

    def sparse_sequential(size: str, step: str) -> str:
        memory, content, move = memory_type()(), bytes(BLOCK), int(step)

        def writes() -> int:
            write = memory.write
            for i in range(int(size) // BLOCK):
                write(i * move, content)
            return 1

        return timed(writes)

    def sparse_overwrite(size: str, calls: str) -> str:
        memory, content = memory_type().from_bytes(bytes(int(size))), bytes(BLOCK)
        places = [i * 7919 % (int(size) - BLOCK) for i in range(int(calls))]
        return timed(lambda: sum(memory.write(at, content) is None for at in places))

    def sparse_find(name: str, needle_hex: str, block: str) -> str:
        needle = bytes.fromhex(needle_hex)
        memory = spread(name, int(block))
        return timed(lambda: memory.find(needle))

    @functools.lru_cache(maxsize=1)
    def spread(name: str, block: int):
        bytes_ = data[name]
        return memory_type().from_blocks(
            [[2 * at, bytes_[at : at + block]] for at in range(0, len(bytes_), block)], validate=False
        )

    return {name: each for name, each in locals().items() if name.startswith("sparse_")}
