# SPDX-License-Identifier: Apache-2.0
"""What docs/python.md and README.md show is what happens."""

import doctest
import pathlib

import pytest

ROOT = pathlib.Path(__file__).parents[3]


@pytest.mark.parametrize("page", ["docs/python.md", "README.md"])
def test_examples_do_what_they_show(page: str) -> None:
    result = doctest.testfile(str(ROOT / page), module_relative=False)
    assert result.attempted > 0 and result.failed == 0
