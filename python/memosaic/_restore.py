# SPDX-License-Identifier: Apache-2.0
"""What pickles name: functions of the extension have no place that pickle could find them at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _core

if TYPE_CHECKING:
    from typing_extensions import Buffer as BytesLike


def restore_buffer(cls: Any, content: BytesLike) -> Any:
    return _core.restore_buffer(cls, content)


def restore_array(cls: Any, layout: str, content: BytesLike) -> Any:
    return _core.restore_array(cls, layout, content)
