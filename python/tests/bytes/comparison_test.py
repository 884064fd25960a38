# SPDX-License-Identifier: Apache-2.0
"""Where two runs of bytes differ and agree."""

import memosaic
from hypothesis import given
from hypothesis import strategies as st

RUN = st.lists(st.sampled_from([0, 128, 255]), max_size=12).map(bytes)


def first_difference(a: bytes, b: bytes) -> int | None:
    if a == b:
        return None
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


@given(RUN, RUN)
def test_from_both_ends(a: bytes, b: bytes) -> None:
    forward = first_difference(a, b)
    backward = first_difference(a[::-1], b[::-1])
    assert memosaic.mismatch(a, b) == forward
    assert memosaic.rmismatch(a, b) == (None if backward is None else len(a) - 1 - backward)
    assert memosaic.common_prefix(a, b) == (len(a) if forward is None else forward)
    assert memosaic.common_suffix(a, b) == (len(a) if backward is None else backward)
    assert memosaic.compare(a, b) == (a > b) - (a < b)
    assert memosaic.equal(a, b) == (a == b)


@given(RUN, RUN)
def test_equal_bytes(a: bytes, b: bytes) -> None:
    size = min(len(a), len(b))
    same = [i for i in range(size) if a[i] == b[i]]
    from_back = [len(a) - 1 - i for i in range(size) if a[-1 - i] == b[-1 - i]]
    assert memosaic.find_equal(a, b) == (same[0] if same else -1)
    assert memosaic.rfind_equal(a, b) == (from_back[0] if from_back else -1)


@given(RUN, RUN, st.integers(1, 4))
def test_differing_runs(a: bytes, b: bytes, gap: int) -> None:
    size = max(len(a), len(b))
    wrong = [i for i in range(size) if a[i : i + 1] != b[i : i + 1]]
    runs: list[tuple[int, int]] = []
    for at in wrong:
        if runs and at - runs[-1][1] < gap:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    assert memosaic.differences(a, b, gap) == runs


def test_beyond_one_piece() -> None:
    size = 20 << 20
    a, b = bytearray(size), bytearray(size)
    for at in (8 << 20, (16 << 20) - 1, size - 1):
        b[at] = 1
        assert memosaic.mismatch(a, b) == at == memosaic.rmismatch(a, b)
        assert memosaic.compare(a, b) == -1
        assert memosaic.rfind_equal(a, b) == (size - 2 if at == size - 1 else size - 1)
        b[at] = 0
    assert memosaic.equal(a, b)
    a[:] = b"\1" * size
    b[8 << 20] = 1
    assert memosaic.find_equal(a, b) == 8 << 20 == memosaic.rfind_equal(a, b)
