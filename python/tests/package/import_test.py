# SPDX-License-Identifier: Apache-2.0
"""What importing the package brings with it."""

import subprocess
import sys


def test_importing_needs_nothing_but_the_backend() -> None:
    program = (
        "import sys; before = set(sys.modules); import memosaic;"
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert loaded == ["memosaic", "nanobind_backend"]


def test_everything_public_is_named() -> None:
    import memosaic

    public = {name for name in vars(memosaic) if not name.startswith("_")}
    modules = {name for name in public if type(getattr(memosaic, name)) is type(sys)}
    assert public - modules == set(memosaic.__all__) - {"__version__"}
