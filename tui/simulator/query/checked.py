"""A query that has been checked against an app: fields found, values turned into keys."""

from __future__ import annotations

from dataclasses import dataclass

from tui.simulator.query.schema import Column, Related, Schema
from tui.simulator.query.tree import Operator


@dataclass(frozen=True, slots=True)
class Point:
    """One value, as the key that is stored for it."""

    key: str | int


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days: from `start`, up to and without `end`."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Empty:
    """The value `""`, which stands for everything that is not set."""


@dataclass(frozen=True, slots=True)
class Needles:
    """What a text must contain, all of it; nothing at all when the search had no words."""

    texts: tuple[str, ...]


Operand = Point | Span | Empty | Needles


@dataclass(frozen=True, slots=True)
class CheckedTest:
    column: Column
    operator: Operator
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class RelatedTest:
    """A test on a column of related records; `condition` is the field's own filter over there."""

    related: Related
    here: Column
    there: Column
    condition: Checked | None
    schema: Schema
    test: CheckedTest


@dataclass(frozen=True, slots=True)
class CheckedEvery:
    parts: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class CheckedSome:
    parts: tuple[Checked, ...]


Checked = CheckedTest | RelatedTest | CheckedEvery | CheckedSome


@dataclass(frozen=True, slots=True)
class CheckedKey:
    column: Column
    descending: bool


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """`condition` is None when every record is wanted."""

    condition: Checked | None
    order: tuple[CheckedKey, ...]
    limit: int
    offset: int
