#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules of the tree that a compiler does not check; run with the root of the tree as argument."""
import pathlib
import re
import sys

FLOORS = {"": 0, "bytes": 0, "os": 1, "buffer": 2, "file": 3, "sparse": 4, "table": 4, "image": 5}
INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.M)
# System calls and platform tests belong to src/os alone.
SYSTEM_HEADERS = re.compile(r"^(sys/|unistd\.h|fcntl\.h|poll\.h|signal\.h|linux/)")
# Of <sys/>, the one header that is no system call: a flag of the C library.
ALLOWED_SYSTEM = {"sys/single_threaded.h"}
# What asks the processor for its instruction sets; on AArch64 only the system tells.
PROCESSOR = "bytes/processor.cpp"
# The only file that may include Boost, whose headers are slow to compile and easy to come to depend on.
BOOST = "sparse/wide_address.cpp"
UNWANTED_IN_PUBLIC = {"iostream", "regex", "functional"}
PLATFORM = re.compile(r"^\s*#\s*(?:el)?if.*\b(__linux__|_WIN32|__APPLE__|__unix__)", re.M)
MACROS = re.compile(r"^\s*#\s*define\s+(\w+)", re.M)


def room_of(include: str, own_room: str) -> str | None:
    """The room that an include names, or None when it is not ours."""
    parts = include.removeprefix("memosaic/").split("/")
    if include.startswith("memosaic/") or parts[0] in FLOORS and len(parts) > 1:
        return parts[0] if len(parts) > 1 else ""
    return None


def problems_of(path: pathlib.Path, root: pathlib.Path, public: bool) -> list[str]:
    text = path.read_text()
    inside = path.relative_to(root / ("include/memosaic" if public else "src"))
    room = inside.parts[0] if len(inside.parts) > 1 else ""
    found = []
    at_system = room == "os" or inside.as_posix() == PROCESSOR
    if room not in FLOORS:
        return [f"room '{room}' has no floor"]
    if "SPDX-License-Identifier: Apache-2.0" not in text.split("\n\n")[0]:
        found.append("has no SPDX line at its head")
    for include in INCLUDE.findall(text):
        other = room_of(include, room)
        if inside.name == "memosaic.hpp":
            continue
        if other is not None and other not in FLOORS:
            found.append(f"includes {include}: no such room")
        elif other is not None and other != room and FLOORS[other] >= max(FLOORS[room], 1) and other != "":
            found.append(f"includes {include}: room {room or 'root'} is on floor {FLOORS[room]}, {other} on {FLOORS[other]}")
        if not at_system and SYSTEM_HEADERS.match(include) and include not in ALLOWED_SYSTEM:
            found.append(f"includes <{include}>: system calls belong to src/os")
        if include.startswith("boost/") and inside.as_posix() != BOOST:
            found.append(f"includes <{include}>: only src/{BOOST} may")
        if public and include in UNWANTED_IN_PUBLIC:
            found.append(f"includes <{include}> in a public header")
        if public and other is None and "/" in include and include not in ALLOWED_SYSTEM:
            found.append(f"includes <{include}>: no third-party type in a public header")
    if not at_system and PLATFORM.search(text):
        found.append("tests for a platform: only src/os may")
    if public:
        found += [f"defines the macro {m}" for m in MACROS.findall(text) if not m.startswith("MEMOSAIC_")]
    return found


def main() -> int:
    root = pathlib.Path(sys.argv[1])
    failures, files = [], 0
    for folder, public in (("include/memosaic", True), ("src", False)):
        for path in sorted((root / folder).rglob("*.[hc]pp")):
            files += 1
            failures += [f"{path.relative_to(root)} {what}" for what in problems_of(path, root, public)]
    if files < 10:
        failures.append(f"only {files} files under {root}: is this the root of the tree?")
    umbrella = (root / "include/memosaic/memosaic.hpp").read_text()
    for path in sorted((root / "include/memosaic").rglob("*.hpp")):
        name = path.relative_to(root / "include").as_posix()
        if path.name != "memosaic.hpp" and f'#include "{name}"' not in umbrella:
            failures.append(f"include/memosaic/memosaic.hpp lacks {name}")
    print("\n".join(failures) or f"{files} files keep the rules of the tree")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
