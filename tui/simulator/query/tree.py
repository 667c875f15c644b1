"""A query as a tree, before anything is known about the app it is put to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Operator(StrEnum):
    """The operators, by the names that Kintone's error messages use."""

    EQUAL = "="
    UNEQUAL = "!="
    GREATER = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="
    IN = "in"
    NOT_IN = "not in"
    LIKE = "like"
    NOT_LIKE = "not like"
    IS = "is"
    IS_NOT = "is not"


@dataclass(frozen=True, slots=True)
class FieldName:
    """`CODE`, `$id`, or `CODE.INNER` for a column of related records."""

    code: str
    inner: str = ""

    def __str__(self) -> str:
        return f"{self.code}.{self.inner}" if self.inner else self.code


@dataclass(frozen=True, slots=True)
class Literal:
    """A quoted text or a bare number; `quoted` tells which, for Kintone takes numbers either way."""

    text: str
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Symbol:
    """A bare word as a function's argument: DAYS, SUNDAY, LAST."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Literal | Symbol, ...] = ()


Value = Literal | Call


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison. `values` is empty for `is empty`, one value but for `in`."""

    field: FieldName
    operator: Operator
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Tests joined by `and`, nested ones of the same kind dissolved."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Tests joined by `or`, nested ones of the same kind dissolved."""

    parts: tuple[Condition, ...]


Condition = Test | Every | Some


@dataclass(frozen=True, slots=True)
class SortKey:
    field: FieldName
    descending: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query; what was not written is None or empty."""

    condition: Condition | None = None
    order: tuple[SortKey, ...] = ()
    limit: int | None = None
    offset: int | None = None
