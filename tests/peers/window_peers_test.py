#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Windows that are fitted beside the regions of smmap: the same places, sizes and counts after every step.

    window_peers_test.py DRIVER [COUNT]

Random calls are made on a pool by the driver, and repeated on a manager of smmap. Which regions leave when there is no
room is not compared: smmap takes the first that nobody uses, however hot. So its manager is told which ones the pool has
chosen; that they leave at the same step, and no more of them than are needed, is compared.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

DEBIAN_PYTHON = "/usr/bin/python3"  # the one that sees python3-smmap; another may come first on the path
try:
    import smmap
except ImportError:
    if pathlib.Path(sys.executable).resolve() != pathlib.Path(DEBIAN_PYTHON).resolve() and os.path.exists(DEBIAN_PYTHON):
        os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON, *sys.argv])
    print("smmap is not installed: skipped")
    sys.exit(0)

SIZES = [1, 4095, 4096, 4097, 50_000, 131_072, 300_001]
STEPS = 150


def calls(chance, window_size):
    """A sequence of calls, with the numbers of the cursors that are there."""
    made, cursors = [], []
    for _ in range(STEPS):
        kind = chance.random()
        if not cursors or (kind < 0.05 and len(cursors) < 8):
            made.append(("open", chance.randrange(len(SIZES))))
            cursors.append((sum(name == "open" for name, *_ in made) - 1, SIZES[made[-1][1]]))
        elif kind < 0.85:
            index, size = chance.choice(cursors)
            offset = chance.choice([0, size - 1, size, size + 5000, chance.randrange(size), chance.randrange(size),
                                    chance.randrange(size) // 4096 * 4096])
            length = chance.choice([0, 0, 1, 100, 4096, window_size, 3 * window_size, chance.randrange(2 * window_size)])
            made.append(("use", index, offset, length))
        elif kind < 0.93:
            made.append(("unuse", chance.choice(cursors)[0]))
        elif kind < 0.97:
            made.append(("close", cursors.pop(chance.randrange(len(cursors)))[0]))
        else:
            made.append(("collect",))
    return made


class Told:
    """What both managers do otherwise: the regions leave that the pool has chosen."""

    def expect(self, regions):
        self.left_in_pool = regions
        self.evicted = 0

    def _collect_lru_region(self, size):
        leaving = []
        for key, regions in self._fdict.items():
            stay = self.left_in_pool[key]
            leaving += [(regions, region) for region in regions
                        if region.client_count() == 1 and [region.ofs_begin(), region.size()] not in stay]
        before = self._memory_size
        for regions, region in leaving:
            regions.remove(region)
            self._memory_size -= region.size()
            self._handle_count -= 1
            region.increment_client_count(-1)
        self.evicted += len(leaving)
        free = [region for regions in self._fdict.values() for region in regions if region.client_count() == 1]
        if size:
            assert self._memory_size + size <= self._max_memory_size or not free, "too few have left"
            # Whichever was the last to leave, there was no room without it.
            largest = max((region.size() for _, region in leaving), default=0)
            assert before + size > self._max_memory_size
            assert not leaving or self._memory_size + largest + size > self._max_memory_size, "too many have left"
        else:
            assert not free, "some stay that nobody uses"
        return len(leaving)


class Sliding(Told, smmap.SlidingWindowMapManager):
    pass


class Static(Told, smmap.StaticWindowMapManager):
    pass


def compare(driver, seed, folder):
    chance = random.Random(seed)
    layout = "whole_file" if seed % 8 == 0 else "exact_fit"
    window_size = chance.choice([4096, 8192, 16384, 20480, 65536, 10_000, 1, 5000])
    limit = 1 << 30
    if layout == "exact_fit" and chance.random() < 0.7:
        limit = window_size * chance.choice([1, 2, 3, 5, 9]) + chance.choice([0, 1, 4096])
    backing = chance.choice(["resident", "mapped"])
    paths = [str(folder / f"file{size}") for size in SIZES]
    setting = [layout, backing, str(window_size), str(limit)]
    made = calls(chance, window_size)
    answer = subprocess.run([driver, *setting, *paths], input="".join(" ".join(map(str, c)) + "\n" for c in made),
                            capture_output=True, text=True, timeout=60)
    if answer.returncode != 0:
        return f"{setting}: {answer.stderr}"
    manager = Static(0, limit) if layout == "whole_file" else Sliding(window_size, limit)
    keep = [manager.make_cursor(path) for path in paths]  # as the driver does: the files stay known
    cursors = {}
    for number, (call, line) in enumerate(zip(made, answer.stdout.splitlines(), strict=True)):
        ours = json.loads(line)
        manager.expect(dict(zip(paths, ours["regions"])))
        theirs = {"collected": 0, "cursor": None}
        verb, *rest = call
        try:
            if verb == "open":
                cursors[len(cursors)] = manager.make_cursor(paths[rest[0]])
            elif verb == "use":
                cursor = cursors[rest[0]].use_region(rest[1], rest[2])
                if cursor.is_valid():
                    region = cursor.region()
                    theirs["cursor"] = [cursor.ofs_begin(), cursor.ofs_end(), cursor.size(), region.ofs_begin(),
                                        region.size()]
            elif verb == "unuse":
                cursors[rest[0]].unuse_region()
            elif verb == "close":
                cursors[rest[0]].unuse_region()  # if it died, smmap would lose the regions that others make later
            else:
                theirs["collected"] = manager.collect()
        except AssertionError as error:
            return f"{setting} step {number} {call}: {error}; ours: {ours}"
        theirs |= {"windows": manager.num_file_handles(), "bytes": manager.mapped_memory_size(),
                   "files": manager.num_open_files(),
                   "regions": [[[r.ofs_begin(), r.size()] for r in manager._fdict.get(path, [])] for path in paths]}
        if ours != theirs:
            return f"{setting} step {number} {call}:\n  ours   {ours}\n  theirs {theirs}"
    return None


def main() -> int:
    driver, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 120
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for size in SIZES:
            (folder / f"file{size}").write_bytes(random.Random(size).randbytes(size))
        failures = [text for seed in range(count) if (text := compare(driver, seed, folder)) is not None]
    print("\n".join(failures[:5]) or f"{count} sequences give the windows that smmap {smmap.__version__} gives")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
