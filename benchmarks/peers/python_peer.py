# SPDX-License-Identifier: Apache-2.0
"""What Python offers, measured in turn with the C++ side by the program that starts this one.

Reads one command per line and answers each with one line: "ok", "<seconds> <answer>", or "error <what>". Seconds are
processor time of this thread, as on the other side. Positions are -1 for "absent".

    load NAME PATH                             keep the file's bytes under NAME
    find | rfind NAME START STOP NEEDLE        search data[START:STOP], the needle (in hex) in place of its last bytes
                                               for find, of its first for rfind
    count NAME START STOP BYTE                 bytes.count of one byte (in hex)
    equal NAME OTHER START STOP                memoryview == memoryview
    send NAME PORT                             the loop `data = data[sent:]` on a socket with a timeout

python_sparse_peer.py and python_image_peer.py have more.
"""
import socket
import sys
import time

import python_image_peer
import python_sparse_peer

DATA: dict[str, bytes] = {}


def timed(call) -> str:
    start = time.thread_time()
    answer = call()
    return f"{time.thread_time() - start:.9f} {int(answer)}"


def planted(name: str, start: str, stop: str, needle: bytes, at_end: bool) -> bytes:
    part = DATA[name][int(start) : int(stop)]
    return part[: -len(needle)] + needle if at_end else needle + part[len(needle) :]


def load(name: str, path: str) -> str:
    with open(path, "rb") as file:
        DATA[name] = file.read()
    return "ok"


def find(name: str, start: str, stop: str, needle_hex: str) -> str:
    needle = bytes.fromhex(needle_hex)
    data = planted(name, start, stop, needle, at_end=True)
    return timed(lambda: data.find(needle))


def rfind(name: str, start: str, stop: str, needle_hex: str) -> str:
    needle = bytes.fromhex(needle_hex)
    data = planted(name, start, stop, needle, at_end=False)
    return timed(lambda: data.rfind(needle))


def count(name: str, start: str, stop: str, byte_hex: str) -> str:
    data, byte = DATA[name][int(start) : int(stop)], bytes.fromhex(byte_hex)
    return timed(lambda: data.count(byte))


def equal(name: str, other: str, start: str, stop: str) -> str:
    a = memoryview(DATA[name])[int(start) : int(stop)]
    b = memoryview(DATA[other])[int(start) : int(stop)]
    return timed(lambda: a == b)


def send(name: str, port: str) -> str:
    data = DATA[name]
    with socket.create_connection(("127.0.0.1", int(port))) as connection:
        connection.settimeout(60)  # a timeout makes the descriptor non-blocking: sends are partial

        def loop() -> int:
            rest, total = data, 0
            while rest:
                sent = connection.send(rest)
                rest = rest[sent:]
                total += sent
            return total

        return timed(loop)


COMMANDS = {command.__name__: command for command in (load, find, rfind, count, equal, send)}
COMMANDS.update(python_sparse_peer.commands(DATA, timed))
COMMANDS.update(python_image_peer.commands(timed))


def main() -> None:
    for line in sys.stdin:
        name, *arguments = line.split()
        try:
            answer = COMMANDS[name](*arguments)
        except Exception as problem:  # whatever it is, the other side prints it as the reason of its row
            answer = "error " + repr(problem).replace("\n", " ")
        print(answer, flush=True)


if __name__ == "__main__":
    main()
