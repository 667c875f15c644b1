"""What a list is ordered by: one key, how its values compare, and how a record's value is read.

Empty values sort below all others (Kintone REST API, Query Notation: `order by`).
"""

from __future__ import annotations

import datetime
import enum
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from tui.kintone.query import quote
from tui.kintone.records import ID, FieldValue, Record
from tui.kintone.schema import Field
from tui.kintone.values import numbers

Scalar: TypeAlias = int | str | Decimal | None
"""A value by which records compare: id or index of an option, date or time, number; None is empty."""


class Kind(enum.Enum):
    """How Kintone compares the values of a key, and thus what can be asked of them."""

    ID = enum.auto()
    NUMBER = enum.auto()
    DATE = enum.auto()
    TIME = enum.auto()
    MOMENT = enum.auto()
    """Date and time, of which Kintone shows whole minutes, whatever it keeps."""
    LISTED = enum.auto()
    """One of few values, whose order is known."""
    OPAQUE = enum.auto()
    """Kintone sorts by it, but it cannot be asked for what is greater than a value."""


class UnreadableError(Exception):
    """A record does not tell its value of a key: the field is hidden, or holds what its type does not."""


@dataclass(frozen=True, slots=True)
class Key:
    """One field to order by. `filled` means that no record is without a value."""

    code: str
    kind: Kind
    descending: bool = False
    filled: bool = False
    options: tuple[str, ...] = ()
    """The values of a LISTED key, lowest first."""

    @classmethod
    def of(cls, field: Field, *, descending: bool, states: tuple[str, ...] = ()) -> Key:
        """`states` are those of the process management, in their order; () when they are not known."""
        match field.type:
            case "__ID__" | "RECORD_NUMBER":
                return cls(ID, Kind.ID, descending, filled=True)
            case "NUMBER":
                return cls(field.code, Kind.NUMBER, descending)
            case "CALC" if field.format in {"NUMBER", "NUMBER_DIGIT"}:
                return cls(field.code, Kind.NUMBER, descending)
            case "DATE":
                return cls(field.code, Kind.DATE, descending)
            case "TIME":
                return cls(field.code, Kind.TIME, descending)
            case "DATETIME":
                return cls(field.code, Kind.MOMENT, descending)
            case "CREATED_TIME" | "UPDATED_TIME":
                return cls(field.code, Kind.MOMENT, descending, filled=True)
            case "DROP_DOWN" | "RADIO_BUTTON" if field.options:
                return cls(field.code, Kind.LISTED, descending, options=field.options)
            case "STATUS" if states:
                return cls(field.code, Kind.LISTED, descending, options=states)
        return cls(field.code, Kind.OPAQUE, descending)

    @property
    def text(self) -> str:
        return f"{self.code} {'desc' if self.descending else 'asc'}"

    def flipped(self) -> Key:
        return replace(self, descending=not self.descending)

    def read(self, record: Record) -> Scalar:
        """The record's value of this key. Raises UnreadableError."""
        field = record.value(self.code)
        if field is None or self.kind is Kind.OPAQUE:
            raise UnreadableError(self.code)
        if self.kind is Kind.LISTED:
            choice = choice_of(field)
            return self.options.index(choice) if choice in self.options else None
        if field.value is None or field.value == "":
            if self.filled:
                raise UnreadableError(self.code)
            return None
        return self._parse(field.value)

    def _parse(self, text: object) -> Scalar:
        if not isinstance(text, str):
            raise UnreadableError(self.code)
        if self.kind is Kind.ID and text.isascii() and text.isdigit():
            return int(text)
        if self.kind is Kind.NUMBER and (number := numbers.read(text)) is not None:
            return number
        pattern = _PATTERNS.get(self.kind)
        found = pattern.fullmatch(text) if pattern else None
        if found is None:
            raise UnreadableError(self.code)
        return f"{found[1]}:00Z" if self.kind is Kind.MOMENT else text

    def literal(self, value: Scalar) -> str:
        """A value as it is written in a condition."""
        if isinstance(value, Decimal):
            return quote(f"{value:f}")
        return str(value) if isinstance(value, int) else quote(value or "")

    def compare(self, first: Scalar, second: Scalar) -> int:
        """Below 0 when `first` comes before `second` in the direction of this key."""
        natural = _natural(first, second)
        return -natural if self.descending else natural


_PATTERNS = {
    Kind.DATE: re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    Kind.TIME: re.compile(r"\d\d:\d\d", re.ASCII),
    Kind.MOMENT: re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d):\d\d(?:\.\d+)?Z", re.ASCII),
}


def _natural(first: Scalar, second: Scalar) -> int:
    if first is None or second is None:
        return (first is not None) - (second is not None)
    # The values of one key are of one type.
    return (first > second) - (first < second)  # type: ignore[operator]


def minute_after(moment: str) -> str:
    """The next minute. Raises OverflowError at the end of all years."""
    later = datetime.datetime.fromisoformat(moment) + datetime.timedelta(minutes=1)
    return later.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def choice_of(field: FieldValue) -> str:
    """What a condition calls the value of a field: a choice or text itself, a person by code; "" is none.

    Raises UnreadableError where the value is no single one.
    """
    value = field.value
    if isinstance(value, dict):
        value = value.get("code")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableError(field.type)
    return value
