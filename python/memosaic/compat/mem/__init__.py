# SPDX-License-Identifier: Apache-2.0
"""mem 0.3 (about 2003) for Python 3: `from memosaic.compat.mem import tools, chunk, memslice, array, StrIO`.

Its documents are what is known of it. Where they leave a question open, the answer here stands in
docs/migrating_from_mem.md.
"""

from . import StrIO, array, chunk, memslice, tools

__all__ = ["StrIO", "array", "chunk", "memslice", "tools"]
