# SPDX-License-Identifier: Apache-2.0
"""`python -m memosaic` is the command `memosaic`, which lies beside this interpreter."""

import os
import pathlib
import sys
import sysconfig


def main() -> int:
    for scheme in (None, sysconfig.get_preferred_scheme("user")):
        folder = sysconfig.get_path("scripts") if scheme is None else sysconfig.get_path("scripts", scheme)
        command = pathlib.Path(folder, "memosaic")
        if command.is_file():
            os.execv(command, ["memosaic", *sys.argv[1:]])
    print("memosaic: the command is not beside this interpreter; install the package again", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
