"""What can be told without reading a value: whether it is empty, and on which side its column is aligned."""

from __future__ import annotations

from typing import Literal, TypeAlias

from tui.kintone.records import FieldValue
from tui.kintone.schema import Field

Alignment: TypeAlias = Literal["left", "right"]

_TO_THE_RIGHT = frozenset({"NUMBER", "RECORD_NUMBER", "__ID__", "__REVISION__"})
_CALCULATED_TEXTS = frozenset({"DATE", "DATETIME", "TIME"})
"""Formats of a CALC whose values all have the same width."""


def is_empty(value: FieldValue | None) -> bool:
    """Missing, null, "", [] and {} are one and the same emptiness; so is a person without code and name."""
    if value is None or value.value is None:
        return True
    if isinstance(value.value, dict):
        return not any(value.value.values())
    return isinstance(value.value, str | list) and not value.value


def alignment(field: Field | None) -> Alignment:
    """Numbers and durations go to the right, so that their digits stand below each other."""
    if field is None:
        return "left"
    if field.type == "CALC":
        return "left" if field.format in _CALCULATED_TEXTS else "right"
    return "right" if field.type in _TO_THE_RIGHT else "left"
