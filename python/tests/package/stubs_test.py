# SPDX-License-Identifier: Apache-2.0
"""The committed stub says what the extension has; MEMOSAIC_UPDATE_STUBS=1 writes it."""

import os
import pathlib
import subprocess
import sys

PYTHON = pathlib.Path(__file__).parents[2]
STUB = PYTHON / "memosaic" / "_core.pyi"


def test_the_committed_stub_is_that_of_the_extension(tmp_path: pathlib.Path) -> None:
    made = tmp_path / "_core.pyi"
    command = [sys.executable, "-m", "nanobind.stubgen", "-q", "-m", "memosaic._core"]
    subprocess.run([*command, "-p", str(PYTHON / "stub_patterns.txt"), "-o", str(made)], check=True)
    text = "# SPDX-License-Identifier: Apache-2.0\n" + made.read_text()
    if os.environ.get("MEMOSAIC_UPDATE_STUBS"):
        STUB.write_text(text)
    assert text == STUB.read_text(), "MEMOSAIC_UPDATE_STUBS=1 python/check python/tests/package/stubs_test.py writes it"
