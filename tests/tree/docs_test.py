#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Documents quote code that is compiled and run, and link to files that exist.

    docs_test.py ROOT [--update]

A fenced block after `<!-- from: FILE NAME -->` must equal what stands in FILE between two lines `// [NAME]`;
`--update` writes it there.
"""
import pathlib
import re
import sys
import textwrap

QUOTE = re.compile(r"(<!-- from: (\S+) (\w+) -->\n```\w*\n)(.*?)```", re.S)
CODE = re.compile(r"```(cpp|c\+\+)\n", re.S)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def quoted(root: pathlib.Path, file: str, name: str) -> str | None:
    path = root / file
    if not path.is_file():
        return None
    parts = re.split(rf"^[ ]*// \[{name}\]\n", path.read_text(), flags=re.M)
    return textwrap.dedent(parts[1]) if len(parts) == 3 else None


def main() -> int:
    root, update = pathlib.Path(sys.argv[1]), "--update" in sys.argv[2:]
    failures, quotes = [], 0
    for page in sorted([*root.glob("*.md"), *(root / "docs").glob("*.md")]):
        text = page.read_text()
        name = page.relative_to(root)
        if update:
            text = QUOTE.sub(lambda m: m[1] + (quoted(root, m[2], m[3]) or m[4]) + "```", text)
            page.write_text(text)
        for _, file, mark, code in QUOTE.findall(text):
            quotes += 1
            wanted = quoted(root, file, mark)
            if wanted is None:
                failures.append(f"{name}: {file} has no part between two lines // [{mark}]")
            elif wanted != code:
                failures.append(f"{name}: the code differs from {file} [{mark}]; docs_test.py --update writes it")
        if len(CODE.findall(text)) > len(QUOTE.findall(text)):
            failures.append(f"{name}: a block of C++ is not quoted from a file that is compiled")
        for link in LINK.findall(text):
            if not (page.parent / link).exists():
                failures.append(f"{name}: links to {link}, which does not exist")
    if quotes == 0:
        failures.append("no document quotes an example: is this the root of the tree?")
    print("\n".join(failures) or f"{quotes} quotations are true")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
