"""What a record is made of on the screen: sections with entries and tables, all raw text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Look: TypeAlias = Literal["value", "muted", "number", "link", "code"]
"""How a value is drawn. A long line of "code" is not wrapped but scrolled to, the others are wrapped."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A label and the lines of its value; no lines for an empty one."""

    label: str
    lines: Sequence[str]
    look: Look = "value"


@dataclass(frozen=True, slots=True)
class Table:
    """A label and rows below headings; each row has one text for each heading.

    `numbers` are the columns that are aligned to the right, counted from 0.
    """

    label: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that belong together, under a heading or, with "", under none."""

    heading: str
    items: Sequence[Entry | Table]
