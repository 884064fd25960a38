# SPDX-License-Identifier: Apache-2.0
"""What packages for firmware files take; imported by python_peer.py, which says how it is spoken to.

    image_load intelhex|hexrec PATH            load a file of text, up to the count of its bytes
"""


def load_by_intelhex(path: str) -> int:
    from intelhex import IntelHex

    return len(IntelHex(path))


def load_by_hexrec(path: str) -> int:
    from hexrec import load

    return load(path, in_format="srec").memory.content_size


PACKAGES = {"intelhex": load_by_intelhex, "hexrec": load_by_hexrec}


def commands(timed) -> dict:
    def image_load(package: str, path: str) -> str:
        load = PACKAGES[package]
        __import__(package)  # that takes time too, but once
        return timed(lambda: load(path))

    return {"image_load": image_load}
