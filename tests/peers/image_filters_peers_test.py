#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The filters of `memosaic image` beside those of srec_cat: the same bytes at the same addresses.

    image_filters_peers_test.py PROGRAM

Known to differ, and left out: srec_cat -unfill looks for runs in each record by itself, ours look in the whole block;
its -fletcher16-l-e writes the two sums in the order of our `big`.
"""
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

FILLED = ("-fill", "0xff", "0x1003", "0x10f0")
PAIRS = [
    (["--swap", "2"], ["-byte-swap", "2"]),
    (["--swap", "4"], ["-byte-swap", "4"]),
    (["--swap", "8"], ["-byte-swap", "8"]),
    (["--swap", "bits"], ["-bit-reverse"]),
    (["--not", ":"], ["-not"]),
    (["--xor", "0x5a"], ["-xor", "0x5a"]),
    (["--and", "0x5a"], ["-and", "0x5a"]),
    (["--or", "0x5a"], ["-or", "0x5a"]),
    (["--stripe", "0/2"], ["-split", "2", "0"]),
    (["--stripe", "1/2"], ["-split", "2", "1"]),
    (["--stripe", "1/4,2"], ["-split", "8", "2", "2"]),
    (["--flood", "0xff@0:0x2000"], ["-fill", "0xff", "0", "0x2000"]),
    (["--crop", "0x1010:0x1050"], ["-crop", "0x1010", "0x1050"]),
    (["--exclude", "0x1010:0x1050"], ["-exclude", "0x1010", "0x1050"]),
    (["--shift", "0x500"], ["-offset", "0x500"]),
    (["--shift", "-0x500"], ["-offset", "-0x500"]),
    (["--fill", "0xff", "--crc32", "0x2000"], [*FILLED, "-crc32-l-e", "0x2000"]),
    (["--fill", "0xff", "--crc32", "0x2000,big"], [*FILLED, "-crc32-b-e", "0x2000"]),
    (["--fill", "0xff", "--checksum", "crc-16-spi-fujitsu,0x2000"], [*FILLED, "-crc16-l-e", "0x2000"]),
    (["--fill", "0xff", "--checksum", "adler32,0x2000"], [*FILLED, "-adler-32-l-e", "0x2000"]),
    (["--fill", "0xff", "--checksum", "sum8-negative,0x2000"], [*FILLED, "-checksum-neg-l-e", "0x2000", "1"]),
    (["--fill", "0xff", "--checksum", "sum16,0x2000"], [*FILLED, "-checksum-pos-l-e", "0x2000", "2"]),
    (["--fill", "0xff", "--checksum", "sum32-inverted,0x2000"], [*FILLED, "-checksum-bitnot-l-e", "0x2000", "4"]),
    (["--length", "0x2000"], ["-length-l-e", "0x2000"]),
    (["--length", "0x2000,exclusive"], ["-exclusive-length-l-e", "0x2000"]),
    (["--maximum", "0x2000"], ["-maximum-l-e", "0x2000"]),
    (["--maximum", "0x2000,exclusive"], ["-exclusive-maximum-l-e", "0x2000"]),
    (["--minimum", "0x800,big"], ["-minimum-b-e", "0x800"]),
    (["--minimum", "0x800,exclusive"], ["-exclusive-minimum-l-e", "0x800"]),
]


def main() -> int:
    program = sys.argv[1]
    if shutil.which("srec_cat") is None:
        print("srec_cat is not installed: skipped")
        return 0
    random.seed(5)
    failures = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)

        def image(*arguments):
            return subprocess.run([program, "image", *map(str, arguments)], capture_output=True, timeout=60)

        raw, source = folder / "raw.bin", folder / "source.hex"
        raw.write_bytes(random.randbytes(0xED))
        made = image("cat", f"{raw}@0x1003", "--exclude", "0x1020:0x1035", "-o", source)
        assert made.returncode == 0, made.stderr
        for ours, theirs in PAIRS:
            mine, peers = folder / "mine.hex", folder / "peers.hex"
            made = image("cat", source, *ours, "-o", mine)
            subprocess.run(["srec_cat", source, "-intel", *theirs, "-o", peers, "-intel"], timeout=60, check=True,
                           capture_output=True)
            compared = image("diff", mine, peers)
            if made.returncode != 0 or compared.returncode != 0:
                failures.append(f"{ours} {theirs}: {(made.stderr + compared.stdout + compared.stderr).decode()}")
    print("\n".join(failures) or f"{len(PAIRS)} filters do what srec_cat does")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
